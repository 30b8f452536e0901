import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { SandboxPage } from '../support/sandbox/sandbox-page.ts';
import { wordsOf } from '../support/sandbox/sandbox-feed.ts';
import { viewDatabase, type DatabaseView } from '../support/scene/database-view.ts';
import { waitFor } from '../support/wait-for.ts';

let page: SandboxPage;
let northwind: string;
let view: DatabaseView;

beforeAll(async () => {
  page = await SandboxPage.start();
  northwind = page.merchant('Northwind').channelId;
  view = await viewDatabase(`sqlite:${page.product.folder}/data/switchboard.db`);
});
afterAll(async () => {
  await view.close();
  await page.close();
});

const onTheWay = async () => {
  await page.refresh();
  return page.merchant('Northwind').onTheWay;
};
/** Whether a delivery has failed so often that it pauses longer, 8 s at least, than anybody here would wait. */
const pausesLong = async () =>
  (await view.rows(`SELECT 1 FROM job WHERE kind = 'post' AND state = 'ready' AND attempts >= 6`)).length > 0;

test('what cannot be delivered waits, and arrives once, in order and soon when the channel is back', async () => {
  const threadId = await page.say('Maria', northwind, 'Our stock list is empty');
  const { messageId: root } = await page.untilAtDesk('Our stock list is empty');
  await waitFor(async () => (await onTheWay()) === 0);
  expect((await page.reach(northwind, true)).status).toBe(200);
  await page.refresh();
  expect(page.merchant('Northwind')).toMatchObject({ isOffline: true });
  expect(page.merchant('Fjord')).toMatchObject({ isOffline: false });

  const words = ['Let me see.', 'The import broke off.', 'It runs again now.'];
  for (const text of words) await page.say('Bo', page.desk, text, { threadId: root });
  await waitFor(async () => (await onTheWay()) >= words.length);
  await waitFor(pausesLong, { timeoutMs: 40_000, what: 'the sixth try' });
  expect(page.feed.standing(northwind, threadId).map(wordsOf)).not.toContain(words[0]);
  await page.say('Ingrid', page.merchant('Fjord').channelId, 'Does it work for us?');
  await page.untilAtDesk('Does it work for us?');

  expect((await page.reach(northwind, false)).status).toBe(200);
  await waitFor(async () => (await onTheWay()) === 0, { timeoutMs: 5_000, what: 'everything to arrive' });
  const standing = await waitFor(() => {
    const all = page.feed.standing(northwind, threadId).map(wordsOf);
    return all.includes(words.at(-1)!) && all;
  });
  expect(standing.filter((text) => words.includes(text))).toEqual(words);
  expect(page.merchant('Northwind')).toMatchObject({ isOffline: false });
});
