import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { SandboxFeed, wordsOf } from '../support/sandbox/sandbox-feed.ts';
import { postTo, SandboxPage } from '../support/sandbox/sandbox-page.ts';
import { waitFor } from '../support/wait-for.ts';

let page: SandboxPage;
let northwind: string;
const feeds: SandboxFeed[] = [];

beforeAll(async () => {
  page = await SandboxPage.start();
  northwind = page.merchant('Northwind').channelId;
});
afterEach(async () => {
  for (const feed of feeds.splice(0)) feed.socket.terminate();
  expect((await fetch(`${page.product.url}/readyz`)).status).toBe(200);
});
afterAll(() => page.close());

const open = async () => {
  const feed = await SandboxFeed.open(page.product.url);
  feeds.push(feed);
  return feed;
};
const versionsOf = (feed: SandboxFeed) => feed.changes(northwind).map(({ version }) => version);
const firstVersions = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

test('from any version on every later change comes once and in order', async () => {
  const whole = await open();
  whole.watch({ [northwind]: 0 });
  const latest = await waitFor(() => versionsOf(whole).at(-1));
  const partial = await open();
  partial.watch({ [northwind]: 3 });
  const threadId = await page.say('Tom', northwind, 'The screen stays black');
  for (const text of ['since noon', 'on both tills', 'please help']) {
    await page.say('Tom', northwind, text, { threadId });
  }
  for (const feed of [whole, partial]) {
    await feed.untilStands(northwind, (entry) => wordsOf(entry) === 'please help');
    await feed.untilStands(northwind, (entry) => wordsOf(entry).includes('shortly') && entry.threadId === threadId);
  }
  const seen = versionsOf(whole);
  expect(seen.length).toBeGreaterThan(latest);
  // Several changes of one entry are told as its last one: numbers may be left out, none may come twice or late.
  expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
  expect(versionsOf(partial).every((version) => version > 3)).toBe(true);
  expect(versionsOf(partial)).toEqual(seen.filter((version) => version > 3));
});

test('whoever asks anew is told from there on, and nothing from before', async () => {
  const feed = await open();
  feed.watch({ [northwind]: 0 });
  await feed.untilStands(northwind, () => true);
  const last = versionsOf(feed).at(-1)!;
  feed.news.length = 0;
  feed.watch({ [northwind]: last });
  await page.say('Tom', northwind, 'One more thing', { threadId: page.feed.standing(northwind)[0]!.messageId });
  await feed.untilStands(northwind, (entry) => wordsOf(entry) === 'One more thing');
  expect(versionsOf(feed).every((version) => version > last)).toBe(true);
});

test('after kill -9 and another start it goes on where the page was: nothing lost, nothing doubled', async () => {
  const feed = await open();
  feed.watch({ [northwind]: 0 });
  const threadId = await page.say('Maria', northwind, 'Totals do not add up');
  await feed.untilStands(northwind, (entry) => wordsOf(entry) === 'Totals do not add up');
  const clientId = 'said-while-it-died';
  const body = { userId: page.person('Maria'), channelId: northwind, threadId, clientId, text: 'Are you there?' };
  const dying = postTo(page.product, '/sandbox/messages', body).catch(() => undefined);
  await page.product.kill();
  await dying;
  await page.product.run();
  expect((await postTo(page.product, '/sandbox/messages', body)).status).toBe(200);
  const again = await open();
  const before = versionsOf(feed);
  again.watch({ [northwind]: before.at(-1)! });
  await page.say('Maria', northwind, 'Hello again', { threadId });
  await again.untilStands(northwind, (entry) => wordsOf(entry) === 'Hello again');
  const whole = await open();
  whole.watch({ [northwind]: 0 });
  await whole.untilStands(northwind, (entry) => wordsOf(entry) === 'Hello again');
  const both = [...before, ...versionsOf(again)];
  expect(both).toEqual([...new Set(both)].sort((a, b) => a - b));
  const ids = (entries: readonly { messageId: string }[]) => new Set(entries.map(({ messageId }) => messageId));
  expect(ids([...feed.changes(northwind), ...again.changes(northwind)])).toEqual(ids(whole.changes(northwind)));
  const asked = whole.standing(northwind, threadId).filter((entry) => wordsOf(entry) === 'Are you there?');
  expect(asked).toHaveLength(1);
  await page.reload();
});

test('who writes in a ticket’s thread is seen on the other side', async () => {
  const feed = await open();
  const threadId = await page.say('Tom', northwind, 'Orders arrive twice');
  const { messageId: root } = await page.untilAtDesk('Orders arrive twice');
  const typing = (who: string, channelId: string, thread: string | null, isTyping: boolean) =>
    feed.send({ kind: 'typing', channelId, threadId: thread, userId: page.person(who), isTyping });
  const shown = () =>
    feed.of('typing').map(({ name, channelId, threadId: at, isTyping }) => [name, channelId, at, isTyping]);

  typing('Tom', northwind, null, true);
  typing('Tom', northwind, threadId, true);
  await waitFor(() => shown().length === 1);
  typing('Bo', page.desk, root, true);
  await waitFor(() => shown().length === 2);
  typing('Bo', page.desk, root, false);
  await waitFor(() => shown().length === 3);
  expect(shown()).toEqual([
    ['Tom Baker', page.desk, root, true],
    ['Bo Lindqvist', northwind, threadId, true],
    ['Bo Lindqvist', northwind, threadId, false],
  ]);
});

test.each([
  '',
  'no JSON',
  'null',
  '[]',
  '{"kind":"watch"}',
  '{"kind":"watch","channels":{"a":-1}}',
  '{"kind":"watch","channels":{"a":"1"}}',
  '{"kind":"watch","channels":{},"more":1}',
  '{"kind":"typing","channelId":"a","threadId":null,"userId":"","isTyping":true}',
  '{"kind":"entries"}',
])('%j gets an error, and the socket stays', async (frame) => {
  const feed = await open();
  feed.socket.send(frame);
  await waitFor(() => feed.of('error').length === 1);
  feed.watch({ [northwind]: 0 });
  await feed.untilStands(northwind, () => true);
});

test('a frame that is far too long closes its own socket alone', async () => {
  const feed = await open();
  const closed = new Promise((resolve) => feed.socket.once('close', resolve));
  feed.socket.send('x'.repeat(70_000));
  expect(await closed).toBe(1009);
});

test('pages that send nonsense and leave at once do no harm', async () => {
  for (let round = 0; round < 20; round += 1) {
    const feed = await open();
    for (let frame = 0; frame < 50; frame += 1) feed.socket.send('nonsense');
    feed.watch({ [northwind]: 0 });
    feed.socket.terminate();
  }
  const feed = await open();
  feed.watch({ [northwind]: 0 });
  await feed.untilStands(northwind, () => true);
});

test('versions that nothing has reached are waited for', async () => {
  const feed = await open();
  feed.watch({ nowhere: 0, [northwind]: 1_000_000 });
  feed.send({ kind: 'watch', channels: { [northwind]: 0 } });
  await feed.untilStands(northwind, () => true);
  expect(versionsOf(feed)[0]).toBe(firstVersions(1)[0]);
});
