import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { canClick, SandboxPage } from '../support/sandbox/sandbox-page.ts';
import { wordsOf } from '../support/sandbox/sandbox-feed.ts';
import { waitFor } from '../support/wait-for.ts';

let page: SandboxPage;
let northwind: string;

beforeAll(async () => {
  page = await SandboxPage.start();
  northwind = page.merchant('Northwind').channelId;
});
afterAll(() => page.close());

const alarms = () => page.feed.standing(page.desk).filter((entry) => wordsOf(entry).startsWith('Northwind'));
const atDesk = (threadId: string, words: string) =>
  page.feed.untilStands(page.desk, (entry) => entry.threadId === threadId && wordsOf(entry).includes(words));

test('Switchboard is removed from a channel and invited again: one alarm, a note with Retry, and all arrives once', async () => {
  const threadId = await page.say('Maria', northwind, 'Our badges are blank');
  const { messageId: root } = await page.untilAtDesk('Our badges are blank');
  await waitFor(async () => (await page.refresh()).merchants.every(({ onTheWay }) => onTheWay === 0));

  expect((await page.remove(northwind, true)).status).toBe(200);
  await page.feed.untilStands(page.desk, (entry) => wordsOf(entry).includes('channel cannot be reached any more'));
  await page.refresh();
  expect(page.merchant('Northwind')).toMatchObject({ isRemoved: true, isOffline: false });
  expect(page.merchant('Fjord')).toMatchObject({ isRemoved: false });

  await page.say('Bo', page.desk, 'We print them anew.', { threadId: root });
  const note = await atDesk(root, 'Not delivered to Northwind');
  const standing = () => page.feed.standing(page.desk, root).find(({ messageId }) => messageId === note.messageId)!;
  await waitFor(() => canClick(standing(), 'Retry'));
  await page.click('Bo', standing(), 'Retry');
  await waitFor(async () => (await page.refresh()).merchants.every(({ onTheWay }) => onTheWay === 0));
  expect(page.feed.standing(northwind, threadId).map(wordsOf)).not.toContain('We print them anew.');
  expect(alarms()).toHaveLength(1);

  expect((await page.remove(northwind, false)).status).toBe(200);
  await page.feed.untilStands(northwind, (entry) => wordsOf(entry) === 'We print them anew.');
  await waitFor(() => wordsOf(standing()).startsWith('Delivered to Northwind'));
  await waitFor(() => alarms().some((entry) => wordsOf(entry).includes('It can be again')));
  expect(alarms()).toHaveLength(1);
  const copies = page.feed.standing(northwind, threadId).filter((entry) => wordsOf(entry) === 'We print them anew.');
  expect(copies).toHaveLength(1);
  expect((await page.refresh()).merchants.every(({ isRemoved }) => !isRemoved)).toBe(true);
}, 60_000);

test('a channel that is not there cannot be left', async () => {
  expect((await page.remove('nowhere', true)).status).toBe(404);
  expect((await page.remove(page.desk, true)).status).toBe(404);
});
