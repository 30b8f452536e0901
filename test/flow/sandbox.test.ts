import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { canClick, directOf, SandboxPage } from '../support/sandbox/sandbox-page.ts';
import { wordsOf } from '../support/sandbox/sandbox-feed.ts';
import { waitFor } from '../support/wait-for.ts';

const MINUTE_MS = 60_000;

let page: SandboxPage;
let northwind: string;

beforeAll(async () => {
  page = await SandboxPage.start();
  northwind = page.merchant('Northwind').channelId;
});
afterAll(() => page.close());

const wordsIn = (channelId: string, threadId: string | null = null) =>
  page.feed.standing(channelId, threadId).map(wordsOf);
const countOf = (words: string) =>
  page.channels.flatMap((id) => page.feed.changes(id)).filter((e) => wordsOf(e) === words);

/** Asks in a merchant's channel, and waits for the card at the desk. */
const ask = async (who: string, channelId: string, words: string) => {
  const threadId = await page.say(who, channelId, words);
  const card = await page.untilAtDesk(words);
  return { threadId, root: card.messageId };
};

test('two merchants, a desk and three agents are there', () => {
  expect(page.merchants.map(({ name }) => name)).toEqual(['Northwind Coffee', 'Fjord Bikes']);
  expect(page.world.agents.map(({ name, isAvailable }) => [name, isAvailable])).toEqual([
    ['Ada Obi', true],
    ['Bo Lindqvist', true],
    ['Cleo Marin', true],
  ]);
  expect(page.desk).not.toBe('');
});

test('the story has arrived on all sides, in the past in which it happened', async () => {
  const fjord = page.merchant('Fjord').channelId;
  const ago = (minutes: number) => Date.now() - minutes * MINUTE_MS;
  const [branch] = page.feed.standing(fjord);
  expect(wordsOf(branch!)).toContain('How do we add our second shop?');
  // The line changes a moment after its ticket.
  const answers = await waitFor(() => {
    const inThread = page.feed.standing(fjord, branch!.messageId);
    expect(inThread.map(wordsOf).join('\n')).toMatch(/is resolved[^]*Congratulations on Bergen[^]*Found it/);
    return inThread;
  });
  for (const { postedAt } of [branch!, ...answers]) {
    expect(Date.parse(postedAt)).toBeGreaterThan(ago(195));
    expect(Date.parse(postedAt)).toBeLessThan(ago(165));
  }

  const [payout, reader] = page.feed.standing(northwind);
  expect(wordsOf(payout!)).toContain('The payout for October is wrong');
  expect(Date.parse(payout!.postedAt)).toBeLessThan(ago(50));
  expect(Date.parse(reader!.postedAt)).toBeLessThan(ago(2));
  const told = wordsIn(northwind, payout!.messageId).join('\n');
  expect(told).toContain('I found it, Maria');
  expect(told).not.toContain('counted twice. Checking');
  const atDesk = page.feed.standing(page.desk).map((card) => wordsIn(page.desk, card.messageId).join('\n'));
  expect(atDesk.join('\n')).toContain('refund 88 was counted twice. Checking with the ledger.');
  expect(page.feed.standing(page.desk)).toHaveLength(3);
});

test('a message becomes a ticket at the desk and an offer; Accept changes the card and the merchant’s line', async () => {
  const words = 'The till prints every receipt twice';
  const { threadId, root } = await ask('Maria', northwind, words);
  const { agent, card } = await page.untilOffered(words);
  expect(await page.click(agent.name, card, 'Accept')).toBeNull();
  await page.feed.untilStands(
    directOf(agent.userId),
    (entry) => entry.messageId === card.messageId && entry.isEdited && !canClick(entry, 'Accept'),
    'the card without Accept',
  );
  await waitFor(() => wordsIn(northwind, threadId).some((line) => line.includes(`${agent.name} is looking at it`)));
  await page.say(agent.name, page.desk, 'Which till is it?', { threadId: root });
  await page.say(agent.name, page.desk, '// Probably the new driver.', { threadId: root });
  await page.say('Maria', northwind, 'The one at the door.', { threadId });
  await waitFor(() => wordsIn(page.desk, root).includes('The one at the door.'));
  await waitFor(() => wordsIn(northwind, threadId).includes('Which till is it?'));
  expect(wordsIn(page.desk, root)).toContain('// Probably the new driver.');
  expect(wordsIn(northwind, threadId).join('\n')).not.toContain('Probably the new driver');
});

test('the same words and the same click, sent again, happen once', async () => {
  const words = 'Gift cards cannot be bought';
  const clientId = randomUUID();
  const said = await Promise.all([1, 2, 3].map(() => page.say('Tom', northwind, words, { clientId })));
  expect(new Set(said).size).toBe(1);
  await page.untilAtDesk(words);
  const { agent, card } = await page.untilOffered(words);
  const click = randomUUID();
  await Promise.all([1, 2].map(() => page.click(agent.name, card, 'Accept', click)));
  expect(await page.click(agent.name, card, 'Accept', click)).toBeNull();
  await page.say('Tom', northwind, words, { clientId });
  await waitFor(() => page.feed.standing(directOf(agent.userId)).every((entry) => !canClick(entry, 'Accept')));
  expect(countOf(words)).toHaveLength(1);
  expect(page.feed.standing(page.desk).filter((card) => wordsOf(card).includes(words))).toHaveLength(1);
});

test('whom the offer is not for cannot accept it, and is told so', async () => {
  const words = 'Discount codes are refused';
  await ask('Maria', northwind, words);
  const { card } = await page.untilOffered(words);
  expect(await page.click('Maria', card, 'Accept')).toContain('Only agents can do this');
});

test('an agent who goes away is asked no more: the next one is', async () => {
  const words = 'We cannot export last month';
  await ask('Ingrid', page.merchant('Fjord').channelId, words);
  const { agent } = await page.untilOffered(words);
  expect((await page.setAvailable(agent.name, false)).status).toBe(200);
  const next = await waitFor(async () => {
    const offered = await page.untilOffered(words);
    return offered.agent.agentId !== agent.agentId && offered;
  });
  expect(next.agent.name).not.toBe(agent.name);
  expect((await page.refresh()).agents.find(({ agentId }) => agentId === agent.agentId)).toMatchObject({
    isAvailable: false,
    openOffers: 0,
  });
  expect((await page.setAvailable(agent.name, true)).status).toBe(200);
});

test.each(['nobody', 'ada', 'maria-000000'])('%s, who is not here, says and does nothing', async (userId) => {
  const before = JSON.stringify(page.channels.map((id) => page.feed.changes(id).length));
  const say = { userId, channelId: northwind, threadId: null, clientId: randomUUID(), text: 'I am not here' };
  const act = { userId, channelId: northwind, messageId: 'scene-8', clientId: randomUUID(), action: 'x', choice: null };
  const notFound = { status: 404, body: { success: false, code: 'not_found', message: 'There is no such person.' } };
  expect(await page.post('/sandbox/messages', say)).toEqual(notFound);
  expect(await page.post('/sandbox/actions', act)).toEqual(notFound);
  expect(JSON.stringify(page.channels.map((id) => page.feed.changes(id).length))).toBe(before);
});

test('nobody talks in a channel that is not there, nor in another merchant’s', async () => {
  const places = ['nowhere', page.merchant('Fjord').channelId, directOf(page.person('Ada'))];
  for (const channelId of places) {
    await expect(page.say('Maria', channelId, 'Hello?')).rejects.toThrow('404');
  }
});

test('what is not there cannot be switched: no such agent, no such channel', async () => {
  for (const id of ['0', '99', 'abc', '1e999', '-1', '1.5']) {
    expect((await page.post(`/sandbox/agents/${id}/availability`, { isAvailable: false })).status).toBe(404);
  }
  expect((await page.reach('nowhere', true)).status).toBe(404);
});

test('it is told once: after another start everything stands as it stood', async () => {
  const before = page.channels.map((id) => page.feed.standing(id).map(({ messageId }) => messageId));
  await page.product.kill();
  await page.product.run();
  await page.reload();
  await page.untilTold();
  await waitFor(() => {
    expect(page.channels.map((id) => page.feed.standing(id).map(({ messageId }) => messageId))).toEqual(before);
    return true;
  });
});
