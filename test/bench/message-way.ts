import { resolve } from 'node:path';
import type { TestDatabase } from '../support/databases.ts';
import { startApp, type RunningApp } from '../support/scene/start-app.ts';
import { Scene } from '../support/scene/scene.ts';
import { measureRun, type Percentiles } from '../support/slack-stand-in/measure-run.ts';
import { onEachBenchDatabase } from './bench-databases.ts';

/*
 * The way of a message under load: messages at a rate over many channels, each relayed to its desk.
 *
 *   npm run bench -- [messages a second, default 50] [seconds, default 20]
 *
 * Prints, for each database: event sent → answered, event sent → delivered at the desk, CPU time for one message, and
 * that time as a ratio to a floor measured in the same run (Koa, the signature, one INSERT).
 */

const [rate = 50, seconds = 20] = process.argv.slice(2).map(Number);
const CHANNELS = 50;
const DESKS = 10;
const FLOOR = resolve('dist/test/bench/floor-process.js');

interface Place {
  readonly channels: readonly string[];
  readonly desks: readonly string[];
  readonly users: readonly string[];
}

/** Ten merchants, each with a desk of its own and five channels; a person in each channel; an agent for each desk. */
async function setUp(scene: Scene): Promise<Place> {
  const channels: string[] = [];
  const desks: string[] = [];
  const users: string[] = [];
  for (let desk = 0; desk < DESKS; desk += 1) {
    const merchant = await scene.merchant(`Merchant ${desk}`);
    channels.push(merchant.channel.id);
    for (let more = 1; more < CHANNELS / DESKS; more += 1) channels.push(await scene.connectMore(merchant.id));
    desks.push((await scene.desk(merchant.id)).id);
    await scene.agent(`Agent ${desk}`);
  }
  for (let person = 0; person < CHANNELS; person += 1) {
    users.push((await scene.slack.addUser({ name: `Person ${person}` })).id);
  }
  return { channels, desks, users };
}

async function cpuMs(app: RunningApp): Promise<number> {
  const { cpu } = await app.usage();
  return (cpu.user + cpu.system) / 1000;
}

async function say(scene: Scene, { channels, users }: Place, count: number) {
  return scene.slack.sayAtRate({ count, perSecond: rate, channels, users });
}

async function measureProduct(scene: Scene, place: Place) {
  const [app] = scene.apps;
  if (!app) throw new Error('The app is not running.');
  // Each channel's ticket, its threads and everybody's name are known before it counts.
  await say(scene, place, CHANNELS);
  await scene.untilIdle(120_000, ['edit']);
  const before = await cpuMs(app);
  const results = await say(scene, place, rate * seconds);
  await scene.untilIdle(120_000, ['edit']);
  const spent = (await cpuMs(app)) - before;
  const posts = (await Promise.all(place.desks.map((channel) => scene.slack.posts({ channel })))).flat();
  const { rssBytes } = await app.usage();
  return { ...measureRun(results, posts), cpuMs: spent / results.length, rssBytes };
}

/** The same events to the floor process. */
async function measureFloor(scene: Scene, place: Place, databaseUrl: string): Promise<number> {
  const floor = await startApp({ ...scene.appOptions, databaseUrl }, FLOOR);
  await scene.slack.setAppUrls(floor.url);
  await say(scene, place, CHANNELS);
  const before = await cpuMs(floor);
  const results = await say(scene, place, rate * seconds);
  const spent = (await cpuMs(floor)) - before;
  await floor.stop();
  return spent / results.length;
}

async function run(name: string, database: TestDatabase): Promise<void> {
  const scene = await Scene.open(database, {
    app: {
      postsPerSecond: 1_000,
      editsPerSecond: 50 / 60,
      requestTimeoutMs: 10_000,
      leaseMs: 30_000,
      logLevel: 'warn',
    },
  });
  const place = await setUp(scene);
  const product = await measureProduct(scene, place);
  const floor = await measureFloor(scene, place, await database.createUrl());
  await scene.close();
  const show = ({ p50, p99, max }: Percentiles) =>
    `p50 ${p50.toFixed(1)} ms · p99 ${p99.toFixed(1)} ms · max ${max.toFixed(1)} ms`;
  process.stdout.write(
    [
      `${name}: ${product.answered.count} messages, ${rate} a second, ${CHANNELS} channels, ${DESKS} desks`,
      `  event → answered    ${show(product.answered)}`,
      `  event → delivered   ${show(product.delivered)}`,
      `  not answered 2xx ${product.notAnsweredWith2xx} · not delivered ${product.notDelivered}`,
      `  CPU for one message ${product.cpuMs.toFixed(2)} ms = ${(product.cpuMs / floor).toFixed(1)} × the floor (${floor.toFixed(2)} ms)`,
      `  memory ${(product.rssBytes / 2 ** 20).toFixed(0)} MB\n\n`,
    ].join('\n'),
  );
}

await onEachBenchDatabase(run);
