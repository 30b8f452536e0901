import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { onEachDatabase } from '../support/databases.ts';
import { freePort } from '../support/free-port.ts';
import { untilOneCopyEach, wordsInThread } from '../support/scene/copies.ts';
import { viewDatabase, type DatabaseView } from '../support/scene/database-view.ts';
import { Scene } from '../support/scene/scene.ts';
import type { Channel, User } from '../support/slack-stand-in/world-types.ts';
import { waitFor } from '../support/wait-for.ts';

/** What a container platform waits between SIGTERM and kill -9, and what DESIGN promises. */
const PATIENCE_MS = 10_000;

onEachDatabase((database) => {
  let scene: Scene;
  let view: DatabaseView;
  let desk: Channel;
  let acme: { id: number; channel: Channel };
  let bo: User;

  const stage = async (requestTimeoutMs: number) => {
    const retryDelaysMs = [20, 100, 300, 1_000, 2_000, 4_000, 8_000];
    scene = await Scene.open(database, { slack: { retryDelaysMs }, app: { requestTimeoutMs, leaseMs: 1_500 } });
    view = await viewDatabase(scene.databaseUrl);
    acme = await scene.merchant('Acme');
    desk = await scene.desk();
    bo = await scene.agent('Bo', [], false);
  };
  afterEach(async () => {
    await view.close();
    await scene.close();
  });

  const ask = async (text: string) => {
    const ada = { channel: acme.channel.id, user: (await scene.slack.addUser({ name: 'Ada' })).id };
    const asked = await scene.slack.say({ ...ada, text });
    const [root] = await scene.slack.untilPosted({ channel: desk.id, threadTs: null, containing: text });
    return { ...ada, threadTs: asked.ts, root: root!.ts };
  };
  const endOf = async () => {
    const [app] = scene.apps;
    const began = performance.now();
    await app!.stop();
    return { code: await app!.gone, tookMs: performance.now() - began };
  };

  test('SIGTERM while events arrive and posts are under way: a clean end, and everything once after the next start', async () => {
    await stage(2_000);
    const { slack } = scene;
    const { root, channel, threadTs } = await ask('Payout is late');
    const words = Array.from({ length: 8 }, (_, index) => `part ${index} of the answer`);
    const slow = await slack.fault({ action: 'delay', ms: 200, method: 'chat.postMessage', times: 'always' });
    for (const text of words) {
      await slack.delivered(await slack.say({ channel: desk.id, user: bo.id, threadTs: root, text }));
    }
    await slow.hit(2);
    const ending = endOf();
    const more = await slack.say({ channel: desk.id, user: bo.id, threadTs: root, text: 'said meanwhile' });
    const { code, tookMs } = await ending;
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(PATIENCE_MS);
    expect((await slack.posts({ channel, threadTs, containing: 'part 7' })).length).toBe(0);

    await slack.clearFaults();
    await scene.startApp();
    await slack.delivered(more, { timeoutMs: 20_000 });
    await untilOneCopyEach(scene, view);
    const all = [...words, 'said meanwhile'];
    expect(await wordsInThread(scene, { channel, threadTs }, all)).toEqual(all);
  });

  test('SIGTERM while Slack does not answer and somebody holds the database: it ends in time all the same', async () => {
    await stage(11_000);
    const { slack } = scene;
    const { root, channel } = await ask('Payout is late');
    const hanging = await slack.fault({ action: 'hang-after-accepting', containing: 'On its way', channel });
    await slack.say({ channel: desk.id, user: bo.id, threadTs: root, text: 'On its way' });
    await hanging.hit();
    const goOn = await view.holdEvents();
    await slack.say({ channel: desk.id, user: bo.id, threadTs: root, text: 'Said meanwhile' });
    const { code, tookMs } = await endOf();
    await goOn();
    expect(tookMs).toBeLessThan(PATIENCE_MS + 1_000);
    expect(code).toBe(0);

    await scene.startApp();
    await untilOneCopyEach(scene, view, 40_000);
    expect(await slack.posts({ channel, containing: 'On its way' })).toHaveLength(1);
    expect(await slack.posts({ channel, containing: 'Said meanwhile' })).toHaveLength(1);
  });
});

describe('the program itself', () => {
  let folder: string;
  const running: ChildProcess[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'switchboard-main-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  beforeEach(() => void (running.length = 0));
  afterEach(() => running.forEach((child) => child.kill('SIGKILL')));

  /** As `npm start` does, in an empty folder, with nothing in the environment but what is given. */
  const run = (environment: Record<string, string>) => {
    const { PATH = '' } = process.env;
    const child = spawn(process.execPath, [resolve('dist/src/main.js')], {
      cwd: folder,
      env: { PATH, ...environment },
    });
    const said = { out: '', err: '' };
    child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
    const code = new Promise<number | null>((resolve) => child.once('exit', resolve));
    running.push(child);
    return { child, said, code };
  };
  const until = (words: string, { said }: ReturnType<typeof run>) =>
    waitFor(() => said.out.includes(words), { what: `"${words}"`, explain: () => said.out + said.err });
  const get = async (port: number, path: string) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  test('starts with nothing set, says what is on and off, lets no second one at its file, and ends on SIGTERM', async () => {
    const port = await freePort();
    const first = run({ PORT: String(port) });
    await until('HTTP API', first);
    expect(first.said.out).toContain(`Switchboard at http://127.0.0.1:${port}`);
    expect(first.said.out).toMatch(/Database +on +SQLite, \.\/data\/switchboard\.db/);
    expect(first.said.out).toMatch(/Slack over HTTP +off +set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET/);
    expect(first.said.out).toMatch(/HTTP API +off +set SWITCHBOARD_ADMIN_KEY/);
    expect(await get(port, '/healthz')).toMatchObject({ status: 200, body: { success: true } });
    expect(await get(port, '/readyz')).toMatchObject({ status: 200, body: { success: true } });
    expect(await readdir(folder)).toEqual(['data']);

    const second = run({ PORT: String(await freePort()) });
    expect(await second.code).toBe(1);
    expect(second.said.err).toContain('switchboard.db is in use by another Switchboard process');
    expect(second.said.err).toContain('DATABASE_URL');
    expect(second.said.err).not.toMatch(/^ +at /m);
    expect(await get(port, '/readyz')).toMatchObject({ status: 200 });

    const began = performance.now();
    first.child.kill('SIGTERM');
    expect(await first.code).toBe(0);
    expect(performance.now() - began).toBeLessThan(PATIENCE_MS);

    const third = run({ PORT: String(port) });
    await until('HTTP API', third);
    third.child.kill('SIGINT');
    expect(await third.code).toBe(0);
  });

  test('a port that is taken: one line, exit 1', async () => {
    const port = String(await freePort());
    const first = run({ PORT: port });
    await until('HTTP API', first);
    const second = run({ PORT: port, DATABASE_URL: 'sqlite:./other.db' });
    expect(await second.code).toBe(1);
    expect(second.said.err).toContain(port);
    expect(second.said.err).not.toMatch(/^ +at /m);
  });

  test('with faults in the configuration it reports them all at once, shows no secret, and exits with 1', async () => {
    const secrets = {
      SLACK_BOT_TOKEN: 'xoxp-1234567890-very-secret',
      SLACK_SIGNING_SECRET: 'xoxb-pasted-into-the-wrong-line',
      SWITCHBOARD_ADMIN_KEY: 'too short',
      DATABASE_URL: 'postgres://root:hunter2@db/switchboard',
    };
    const program = run({ ...secrets, PORT: 'eighty', LOG_LEVEL: 'loud' });
    expect(await program.code).toBe(1);
    const all = program.said.out + program.said.err;
    for (const name of [...Object.keys(secrets), 'PORT', 'LOG_LEVEL']) expect(program.said.err).toContain(name);
    for (const secret of [...Object.values(secrets), 'hunter2']) expect(all).not.toContain(secret);
    expect(program.said.err).not.toMatch(/^ +at /m);
  });

  test('a database that cannot be reached: said in one report, without the password, exit 1', async () => {
    const port = await freePort();
    const program = run({ DATABASE_URL: `mysql://root:hunter2@127.0.0.1:${port}/switchboard`, PORT: '0' });
    expect(await program.code).toBe(1);
    const all = program.said.out + program.said.err;
    expect(all).not.toContain('hunter2');
    expect(program.said.err).toMatch(/ECONNREFUSED|cannot be reached/);
  });
});
