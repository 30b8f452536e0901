import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { SandboxPage, type World } from '../support/sandbox/sandbox-page.ts';
import { wordsOf } from '../support/sandbox/sandbox-feed.ts';
import { viewDatabase } from '../support/scene/database-view.ts';
import { waitFor } from '../support/wait-for.ts';

let page: SandboxPage;

beforeAll(async () => {
  page = await SandboxPage.start();
});
afterAll(() => page.close());

const idsOf = ({ merchants, agents, deskChannelId }: World) => [
  deskChannelId,
  ...merchants.flatMap(({ channelId, people }) => [channelId, ...people.map(({ userId }) => userId)]),
  ...agents.flatMap(({ userId, agentId }) => [userId, String(agentId)]),
];

/** After a reset the whole story stands there, and nothing else. */
const expectAfresh = async (before: readonly string[]) => {
  await page.reload();
  await page.untilTold();
  const after = idsOf(page.world);
  expect(after.filter((id) => before.includes(id))).toEqual([]);
  expect(page.merchants.map(({ name }) => name)).toEqual(['Northwind Coffee', 'Fjord Bikes']);
  expect(page.world.agents.map(({ name }) => name)).toEqual(['Ada Obi', 'Bo Lindqvist', 'Cleo Marin']);
  expect(page.world.agents.every(({ isAvailable }) => isAvailable)).toBe(true);
  expect(page.feed.standing(page.merchant('Northwind').channelId)).toHaveLength(2);
  const [branch, ...more] = page.feed.standing(page.merchant('Fjord').channelId);
  expect(more).toEqual([]);
  // Told by one story alone: two would set the clock for each other.
  expect(Date.parse(branch!.postedAt)).toBeLessThan(Date.now() - 3 * 60 * 60_000);
  expect(page.product.output).not.toContain('ends early');
  await waitFor(() => page.feed.standing(page.desk).length === 3, { what: 'the three cards of the story' });
};
const reset = async () => expect((await page.reset()).status).toBe(200);

test('it begins anew: new people and places, and nothing of what was tried', async () => {
  const before = idsOf(page.world);
  const northwind = page.merchant('Northwind').channelId;
  await page.say('Maria', northwind, 'What is about to be forgotten');
  await page.untilAtDesk('What is about to be forgotten');
  await page.setAvailable('Bo', false);
  await page.reach(northwind, true);
  await reset();
  await expectAfresh(before);
  expect(page.merchants.every(({ isOffline, isRemoved }) => !isOffline && !isRemoved)).toBe(true);
  const view = await viewDatabase(`sqlite:${page.product.folder}/data/switchboard.db`);
  const rows = await view.rows<{ words: string }>(`SELECT content AS words FROM entry`);
  expect(rows.map(({ words }) => words).join()).not.toContain('forgotten');
  expect(await view.rows(`SELECT 1 FROM secret WHERE name = 'cookies'`)).toHaveLength(1);
  await view.close();
});

test('also twice at once, and while people write and click', async () => {
  const before = idsOf(page.world);
  const northwind = page.merchant('Northwind').channelId;
  const writing = Array.from({ length: 20 }, (_, index) =>
    // Those who come too late are told so.
    page.say(index % 2 === 0 ? 'Maria' : 'Tom', northwind, `Under way ${index}`).catch((error: unknown) => error),
  );
  await Promise.all([...writing, reset(), reset()]);
  await expectAfresh(before);
  await reset();
  await Promise.all([reset(), reset()]);
  await expectAfresh(idsOf(page.world).slice(0, 0));
});

test('also while the story is told: what people do meanwhile comes after it, in the present', async () => {
  const before = idsOf(page.world);
  await reset();
  await reset();
  await page.reload();
  const began = Date.now();
  await page.say('Ingrid', page.merchant('Fjord').channelId, 'Said while it is told');
  const card = await page.untilAtDesk('Said while it is told');
  expect(Date.parse(card.postedAt)).toBeGreaterThanOrEqual(began);
  const said = page.feed
    .standing(page.merchant('Fjord').channelId)
    .find((entry) => wordsOf(entry) === 'Said while it is told');
  expect(Date.parse(said!.postedAt)).toBeGreaterThanOrEqual(began);
  await page.untilTold();
  expect(idsOf(page.world).filter((id) => before.includes(id))).toEqual([]);
});

test('nobody of before can be spoken for', async () => {
  const stranger = { userId: page.person('Maria'), channelId: page.merchant('Northwind').channelId };
  await reset();
  const body = { ...stranger, threadId: null, clientId: 'from-before', text: 'Hello?' };
  expect((await page.post('/sandbox/messages', body)).status).toBe(404);
  await expectAfresh([]);
});
