import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import type { WebSocket } from 'ws';
import { createLiveDoor } from '../../../adapters/web/live/live-door.ts';
import type { ToClient } from '../../../adapters/web/live/live-protocol.ts';
import { createLiveRooms } from '../../../adapters/web/live/live-rooms.ts';
import { readFrame } from '../../../adapters/web/sockets/read-frame.ts';
import { forbidden, unauthorized } from '../../../src/errors.ts';
import { createLog } from '../../../src/log.ts';
import { waitFor } from '../../support/wait-for.ts';
import { ada, FakeLiveChat } from './support/fake-live-chat.ts';
import { closeOf, serveDoors } from './support/socket-server.ts';

/** Live chat on a free port, without a database. */
async function serveChat() {
  const chat = new FakeLiveChat();
  const log = createLog('silent');
  const rooms = createLiveRooms(chat, log);
  /** The server's ends of the sockets, in the order in which they came. */
  const ends: WebSocket[] = [];
  const door = createLiveDoor({ chat, rooms, log, publicUrl: 'http://desk.example.com' });
  const server = await serveDoors({
    ...door,
    take(socket, request) {
      ends.push(socket);
      return door.take(socket, request);
    },
  });
  return {
    chat,
    ends,
    async open(query: string) {
      const socket = server.connect(`/ws/chat?${query}`);
      const news: ToClient[] = [];
      socket.on('message', (data) => news.push(readFrame(data) as ToClient));
      await once(socket, 'open');
      return { socket, news, send: (frame: object) => socket.send(JSON.stringify(frame)) };
    },
    async [Symbol.asyncDispose]() {
      rooms.stop();
      await server[Symbol.asyncDispose]();
    },
  };
}

const token = `token=${ada.userId}`;
const say = (content: string) => ({ type: 'chat_message', content });

test('what a page sends before it is known waits, and is done in order', async () => {
  await using served = await serveChat();
  served.chat.add(1, 'Hello');
  served.chat.admitting.shut();
  const page = await served.open(`${token}&ticketId=1`);
  page.send(say('first'));
  page.send(say('second'));
  await waitFor(() => served.chat.admitting.waiting === 1);
  // Long enough for both to have come.
  await sleep(100);
  expect(page.news).toEqual([]);
  served.chat.admitting.open();
  await waitFor(() => served.chat.said.length === 2);
  expect(served.chat.said).toEqual(['first', 'second']);
  expect(page.news.filter(({ type }) => type === 'error')).toEqual([]);
});

test('what a page sends while its history is read waits, too', async () => {
  await using served = await serveChat();
  served.chat.add(1, 'Hello');
  const reading = served.chat.holdReading(1);
  const page = await served.open(`${token}&ticketId=1`);
  await waitFor(() => reading.waiting === 1);
  page.send(say('impatient'));
  await waitFor(() => page.news.length === 1);
  reading.open();
  await waitFor(() => served.chat.said.length === 1);
  expect(page.news.filter(({ type }) => type === 'error')).toEqual([]);
});

test('a page that goes while it comes in leaves no seat behind', async () => {
  await using served = await serveChat();
  served.chat.add(1, 'Hello');
  served.chat.seating.shut();
  const page = await served.open(`${token}&ticketId=1`);
  await waitFor(() => served.chat.seating.waiting === 1);
  page.socket.terminate();
  await waitFor(() => served.ends[0]!.readyState === served.ends[0]!.CLOSED);
  served.chat.seating.open();
  await new Promise(setImmediate);
  await waitFor(() => served.chat.seats.size === 0);
});

test('a page that goes before it is known takes no seat', async () => {
  await using served = await serveChat();
  served.chat.add(1, 'Hello');
  served.chat.admitting.shut();
  const page = await served.open(`${token}&ticketId=1`);
  await waitFor(() => served.chat.admitting.waiting === 1);
  page.socket.terminate();
  served.chat.admitting.open();
  await waitFor(() => served.ends[0]!.readyState === served.ends[0]!.CLOSED);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(served.chat.seats.size).toBe(0);
});

test('a number that is not there yet hides nothing that is said later', async () => {
  await using served = await serveChat();
  served.chat.add(1, 'Hello');
  const page = await served.open(`${token}&ticketId=1&after=1000`);
  await waitFor(() => page.news.some(({ type }) => type === 'recent_messages'));
  served.chat.add(1, 'Are you there?');
  await waitFor(() => page.news.some((one) => one.type === 'chat_message' && one.message.number === 2));
});

test('a page that sends faster than its words are written down is not read from until they are', async () => {
  await using served = await serveChat();
  served.chat.add(1, 'Hello');
  const page = await served.open(`${token}&ticketId=1`);
  await waitFor(() => served.chat.seats.size === 1);
  const [end] = served.ends;
  served.chat.saying.shut();
  const words = Array.from({ length: 100 }, (_, index) => `word ${index}`);
  for (const content of words) page.send(say(content));
  await waitFor(() => end!.isPaused, { what: 'the socket to be paused' });
  expect(served.chat.said).toEqual([]);
  served.chat.saying.open();
  await waitFor(() => served.chat.said.length === words.length);
  expect(served.chat.said).toEqual(words);
  expect(end!.isPaused).toBe(false);
});

test('a page that does not read is cut off, and others go on', async () => {
  await using served = await serveChat();
  served.chat.add(1, 'Hello');
  const slow = await served.open(`${token}&ticketId=1`);
  const quick = await served.open(`${token}&ticketId=1`);
  await waitFor(() => served.chat.seats.size === 2);
  slow.socket.pause();
  const [end] = served.ends;
  const wordsOf = (news: readonly ToClient[]) => news.filter(({ type }) => type === 'chat_message').length;
  const content = 'x'.repeat(15_000);
  let said = 0;
  await waitFor(
    async () => {
      for (let times = 0; times < 50; times += 1) served.chat.add(1, content);
      said += 50;
      await waitFor(() => wordsOf(quick.news) === said);
      return end!.readyState === end!.CLOSED;
    },
    { what: 'the slow page to be cut off', timeoutMs: 30_000 },
  );
  expect(quick.socket.readyState).toBe(quick.socket.OPEN);
  await waitFor(() => served.chat.seats.size === 1);
});

test('whose session has ended is told so when they do anything: 4003', async () => {
  await using served = await serveChat();
  served.chat.add(1, 'Hello');
  const page = await served.open(token);
  await waitFor(() => page.news.length === 1);
  served.chat.findLastVersion = () => Promise.reject(unauthorized('You were signed out.'));
  page.send({ type: 'join_ticket', ticketId: 1 });
  expect(await closeOf(page.socket)).toEqual({ code: 4003, reason: 'You were signed out.' });
});

test('what cannot be read on our side while a page comes in closes it with 4500', async () => {
  await using served = await serveChat();
  served.chat.findLastVersion = () => Promise.reject(new Error('the database is gone'));
  const page = await served.open(`${token}&ticketId=1`);
  expect(await closeOf(page.socket)).toMatchObject({ code: 4500 });
});

test('what is done with a message is answered under the name that the page gave it', async () => {
  await using served = await serveChat();
  served.chat.add(1, 'Hello');
  const page = await served.open(token);
  page.send({ type: 'delete_message', number: 1, clientId: 'change-0001' });
  page.send({ type: 'join_ticket', ticketId: 1 });
  page.send({ type: 'edit_message', number: 1, content: ' **Hi** ', clientId: 'change-0002' });
  page.send({ type: 'delete_message', number: 1 });
  page.send({ type: 'react', number: 1, emoji: '👍', isOn: true, clientId: 'change-0003' });
  const about = () => page.news.filter(({ type }) => type === 'change_taken' || type === 'error');
  await waitFor(() => about().length === 3);
  expect(about()).toEqual([
    { type: 'error', message: expect.stringMatching(/^Join a ticket first/), clientId: 'change-0001' },
    { type: 'change_taken', clientId: 'change-0002' },
    { type: 'change_taken', clientId: 'change-0003' },
  ]);
  expect(served.chat.changed).toEqual([
    { kind: 'edit', number: 1, clientId: 'change-0002', typed: '**Hi**' },
    { kind: 'delete', number: 1 },
    { kind: 'react', number: 1, emoji: '👍', isOn: true },
  ]);

  served.chat.refusal = forbidden('Not yours.');
  page.send({ type: 'delete_message', number: 1, clientId: 'change-0004' });
  await waitFor(() => about().length === 4);
  expect(about().at(-1)).toEqual({ type: 'error', message: 'Not yours.', clientId: 'change-0004' });
  served.chat.refusal = unauthorized('You were signed out.');
  const closed = closeOf(page.socket);
  page.send({ type: 'delete_message', number: 1 });
  expect(await closed).toMatchObject({ code: 4003 });
});
