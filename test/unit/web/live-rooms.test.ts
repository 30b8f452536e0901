import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { ToClient } from '../../../adapters/web/live/live-protocol.ts';
import { createLiveRooms, type Guest, type LiveRooms } from '../../../adapters/web/live/live-rooms.ts';
import { NOBODY } from '../../../adapters/web/live/tell-people.ts';
import { KEEP_SEATS_MS, type Chatter } from '../../../src/chat/live-chat.ts';
import { createLog } from '../../../src/log.ts';
import { ada, bo, FakeLiveChat } from './support/fake-live-chat.ts';

let chat: FakeLiveChat;
let rooms: LiveRooms;
let count = 0;

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
  chat = new FakeLiveChat();
  rooms = createLiveRooms(chat, createLog('silent'));
});
afterEach(() => {
  rooms.stop();
  jest.useRealTimers();
});

interface TestGuest extends Guest {
  readonly news: ToClient[];
  readonly dismissed: () => boolean;
  words(): string[];
}

function aGuest(ticketId: number, last: number, chatter: Chatter = ada): TestGuest {
  const news: ToClient[] = [];
  let isDismissed = false;
  return {
    ...NOBODY,
    seat: { seatId: `seat-${(count += 1)}`, ticketId, chatter },
    send: (one) => news.push(one),
    dismiss: () => (isDismissed = true),
    from: last,
    last,
    news,
    dismissed: () => isDismissed,
    words: () => news.flatMap((one) => (one.type === 'chat_message' ? [one.message.content] : [])),
  };
}

const breathe = () => new Promise(setImmediate);

/** As long as it takes the clock to look twice. */
async function look(): Promise<void> {
  for (let times = 0; times < 2; times += 1) {
    await jest.advanceTimersByTimeAsync(200);
    await breathe();
  }
}

test('what is said comes once, in order, to each from where they had got to', async () => {
  for (const words of ['one', 'two', 'three']) chat.add(1, words);
  const [early, late] = [aGuest(1, 0), aGuest(1, 2, bo)];
  await rooms.join(early);
  await rooms.join(late);
  await look();
  chat.add(1, 'four');
  await look();
  expect(early.words()).toEqual(['one', 'two', 'three', 'four']);
  expect(late.words()).toEqual(['three', 'four']);
});

test('a note inside is for agents alone, and makes no gap for the others', async () => {
  const [merchant, agent] = [aGuest(1, 0), aGuest(1, 0, bo)];
  await rooms.join(merchant);
  await rooms.join(agent);
  chat.add(1, '// between us', true);
  chat.add(1, 'for all');
  await look();
  expect(merchant.words()).toEqual(['for all']);
  expect(agent.words()).toEqual(['// between us', 'for all']);
});

test('a reaction is the same message once more, with what is one’s own; on what was hidden it is no news', async () => {
  const [merchant, agent] = [aGuest(1, 0), aGuest(1, 0, bo)];
  await rooms.join(merchant);
  await rooms.join(agent);
  chat.add(1, 'for all');
  await look();
  chat.alter(1, { reactions: [{ emoji: '👍', count: 2, accountIds: [bo.accountId] }] });
  await look();
  const marks = ({ news }: TestGuest) =>
    news.flatMap((one) => (one.type === 'chat_message' ? [one.message.reactions] : []));
  expect(marks(merchant)).toEqual([undefined, [{ emoji: '👍', count: 2, mine: false }]]);
  expect(marks(agent)).toEqual([undefined, [{ emoji: '👍', count: 2, mine: true }]]);

  chat.alter(1, { isInternal: true, changedIn: 3 });
  await look();
  chat.alter(1, { reactions: [] });
  await look();
  expect(merchant.news.filter(({ type }) => type === 'message_deleted')).toEqual([
    { type: 'message_deleted', ticketId: 1, number: 1, version: 3 },
  ]);
  expect(marks(merchant)).toHaveLength(2);
  expect(marks(agent)).toHaveLength(4);
});

test('whoever was away is told that something was hidden, unless they know; a reaction to it is nothing', async () => {
  chat.add(1, 'hidden');
  chat.alter(1, { isInternal: true, changedIn: 2 });
  chat.alter(1, { reactions: [{ emoji: '👍', count: 1, accountIds: [] }] });
  const [before, after] = [aGuest(1, 1), aGuest(1, 2)];
  await rooms.join(before);
  await rooms.join(after);
  await look();
  expect(before.news).toMatchObject([{ type: 'message_deleted', number: 1, version: 3 }]);
  expect(after.news).toEqual([]);
});

test('more than is read at once follows at once', async () => {
  for (let number = 1; number <= 350; number += 1) chat.add(1, String(number));
  const guest = aGuest(1, 0);
  await rooms.join(guest);
  await look();
  expect(guest.words()).toHaveLength(350);
  expect(guest.words().at(-1)).toBe('350');
});

test('whoever comes while news are read misses nothing of what came before them', async () => {
  for (const words of ['one', 'two']) chat.add(1, words);
  const first = aGuest(1, 2);
  await rooms.join(first);
  await look();
  const reading = chat.holdReading(1);
  chat.add(1, 'three');
  await look();
  expect(reading.waiting).toBe(1);
  // Their history was read before the second message was said.
  const second = aGuest(1, 1, bo);
  await rooms.join(second);
  reading.open();
  await look();
  expect(first.words()).toEqual(['three']);
  expect(second.words()).toEqual(['two', 'three']);
});

test('whoever leaves while news are read is told nothing more', async () => {
  const guest = aGuest(1, 0);
  await rooms.join(guest);
  const reading = chat.holdReading(1);
  chat.add(1, 'too late');
  await look();
  await rooms.leave(guest);
  reading.open();
  await look();
  expect(guest.words()).toEqual([]);
});

test('a ticket that cannot be read now delays no other', async () => {
  const [stuck, well] = [aGuest(1, 0), aGuest(2, 0)];
  await rooms.join(stuck);
  await rooms.join(well);
  const reading = chat.holdReading(1);
  chat.add(1, 'stuck');
  await look();
  chat.add(2, 'well');
  await look();
  expect(well.words()).toEqual(['well']);
  expect(stuck.words()).toEqual([]);
  reading.open();
  await look();
  expect(stuck.words()).toEqual(['stuck']);
});

test('those here are told to each other, and when they leave', async () => {
  const [one, other] = [aGuest(1, 0), aGuest(1, 0, bo)];
  await rooms.join(one);
  await rooms.join(other);
  await look();
  await rooms.leave(other);
  await look();
  expect(one.news).toMatchObject([
    { type: 'user_joined', userId: bo.userId },
    { type: 'user_left', userId: bo.userId },
  ]);
  expect(other.news).toMatchObject([{ type: 'user_joined', userId: ada.userId }]);
});

test('seats are kept up, and whose session is over is dismissed', async () => {
  const [one, other] = [aGuest(1, 0), aGuest(1, 0, bo)];
  await rooms.join(one);
  await rooms.join(other);
  chat.seats.clear();
  chat.over.add(bo.sessionId);
  await jest.advanceTimersByTimeAsync(KEEP_SEATS_MS);
  await breathe();
  expect([one.dismissed(), other.dismissed()]).toEqual([false, true]);
  expect([...chat.seats.keys()]).toEqual([one.seat.seatId]);
});

test('whoever leaves while the seats are kept up leaves no ghost behind', async () => {
  const guest = aGuest(1, 0);
  await rooms.join(guest);
  chat.keeping.shut();
  await jest.advanceTimersByTimeAsync(KEEP_SEATS_MS);
  await rooms.leave(guest);
  chat.keeping.open();
  await breathe();
  expect(chat.seats.size).toBe(0);
});

test('nothing is looked at while nobody is here', async () => {
  const guest = aGuest(1, 0);
  await rooms.join(guest);
  await rooms.leave(guest);
  await breathe();
  expect(jest.getTimerCount()).toBe(0);
  await rooms.join(guest);
  expect(jest.getTimerCount()).toBeGreaterThan(0);
});
