import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { readFrame } from '../../adapters/web/sockets/read-frame.ts';
import type { TestDatabase } from '../support/databases.ts';
import { addMember, signIn } from '../support/scene/members.ts';
import { Scene } from '../support/scene/scene.ts';
import { startApp, type RunningApp } from '../support/scene/start-app.ts';
import { percentiles, type Percentiles } from '../support/slack-stand-in/measure-run.ts';
import { waitFor } from '../support/wait-for.ts';
import { onEachBenchDatabase } from './bench-databases.ts';

/*
 * Live chat with many pages open on one process: ten people, each with a page in every room.
 *
 *   npm run bench:live -- [rooms, default 100] [messages a second, default 50] [seconds, default 10]
 *
 * Prints, for each database: memory for one page, said → shown on a page of the room, and CPU time for one message;
 * each as a ratio to a floor measured in the same run (the same pages and frames on rooms in memory, nothing kept).
 */

const [rooms = 100, rate = 50, seconds = 10] = process.argv.slice(2).map(Number);
const PEOPLE = 10;
const FLOOR = resolve('dist/test/bench/live-floor-process.js');

interface Measured {
  readonly bytesPerPage: number;
  readonly shown: Percentiles;
  readonly missing: number;
  readonly cpuMs: number;
}

interface Room {
  readonly ticketId: number;
  readonly pages: readonly WebSocket[];
}

/** Opens every page; each notes when a message reaches it. */
async function openRooms(
  url: string,
  ticketIds: readonly number[],
  passes: readonly string[],
  note: (content: string) => void,
): Promise<Room[]> {
  const open = (ticketId: number, token: string): Promise<WebSocket> =>
    new Promise((opened, reject) => {
      const socket = new WebSocket(`${url.replace('http', 'ws')}/ws/chat?token=${token}&ticketId=${ticketId}`);
      socket.once('error', reject);
      socket.on('message', (data) => {
        const news = readFrame(data) as { type: string; message?: { content: string } };
        if (news.type === 'recent_messages') opened(socket);
        if (news.message) note(news.message.content);
      });
    });
  const opened: Room[] = [];
  for (const ticketId of ticketIds) {
    opened.push({ ticketId, pages: await Promise.all(passes.map((pass) => open(ticketId, pass))) });
  }
  return opened;
}

const cpuMs = async (app: RunningApp): Promise<number> => {
  const { cpu } = await app.usage();
  return (cpu.user + cpu.system) / 1000;
};

async function measure(app: RunningApp, ticketIds: readonly number[], passes: readonly string[]): Promise<Measured> {
  const times: number[] = [];
  const before = (await app.usage()).rssBytes;
  const opened = await openRooms(app.url, ticketIds, passes, (content) =>
    times.push(performance.now() - Number(content)),
  );
  // Who is here has been told to everybody.
  await sleep(3_000);
  const bytesPerPage = ((await app.usage()).rssBytes - before) / (ticketIds.length * passes.length);
  const spent = await cpuMs(app);
  const count = rate * seconds;
  const began = performance.now();
  for (let message = 0; message < count; message += 1) {
    await sleep(began + (message * 1000) / rate - performance.now());
    const { pages } = opened[message % opened.length] ?? { pages: [] };
    const content = String(performance.now());
    pages[message % pages.length]?.send(JSON.stringify({ type: 'chat_message', content }));
  }
  const expected = count * passes.length;
  await waitFor(() => times.length >= expected, { timeoutMs: 30_000 }).catch(() => undefined);
  const used = (await cpuMs(app)) - spent;
  for (const { pages } of opened) for (const page of pages) page.terminate();
  return { bytesPerPage, shown: percentiles(times), missing: expected - times.length, cpuMs: used / count };
}

async function setUp(scene: Scene): Promise<{ ticketIds: number[]; passes: string[] }> {
  const { body } = await scene.api<{ merchant: { id: number } }>('POST', '/merchants', { name: 'Acme' });
  const merchantId = body.merchant.id;
  const ticketIds: number[] = [];
  for (let room = 0; room < rooms; room += 1) {
    const wanted = { subject: `Ticket ${room}`, description: 'Help', merchantId };
    const made = await scene.api<{ ticket: { id: number } }>('POST', '/support-tickets', wanted);
    ticketIds.push(made.body.ticket.id);
  }
  const passes: string[] = [];
  for (let person = 0; person < PEOPLE; person += 1) {
    const member = await addMember(scene, { name: `Person ${person}`, role: 'merchant', merchantId });
    passes.push(await (await signIn(scene, member)).pass());
  }
  return { ticketIds, passes };
}

async function run(title: string, database: TestDatabase): Promise<void> {
  const scene = await Scene.open(database, { app: { logLevel: 'warn' } });
  const { ticketIds, passes } = await setUp(scene);
  const [app] = scene.apps;
  if (!app) throw new Error('The app is not running.');
  const product = await measure(app, ticketIds, passes);
  const bare = await startApp(scene.appOptions, FLOOR);
  const floor = await measure(bare, ticketIds, passes);
  await bare.stop();
  await scene.close();
  const kb = (bytes: number) => `${(bytes / 1024).toFixed(1)} kB`;
  const show = ({ p50, p99, max }: Percentiles) =>
    `p50 ${p50.toFixed(1)} ms · p99 ${p99.toFixed(1)} ms · max ${max.toFixed(1)} ms`;
  process.stdout.write(
    [
      `${title}: ${rooms * PEOPLE} pages in ${rooms} rooms, ${rate} messages a second for ${seconds} s`,
      `  memory for one page   ${kb(product.bytesPerPage)} = ${(product.bytesPerPage / floor.bytesPerPage).toFixed(1)} × the floor (${kb(floor.bytesPerPage)})`,
      `  said → shown          ${show(product.shown)}`,
      `  the same on the floor ${show(floor.shown)}`,
      `  not shown             ${product.missing}`,
      `  CPU for one message   ${product.cpuMs.toFixed(2)} ms = ${(product.cpuMs / floor.cpuMs).toFixed(1)} × the floor (${floor.cpuMs.toFixed(2)} ms)\n\n`,
    ].join('\n'),
  );
}

await onEachBenchDatabase(run);
