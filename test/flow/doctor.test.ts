import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrations } from '../../migrations/index.ts';
import { schemas } from '../../src/schemas.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import { onEachDatabase } from '../support/databases.ts';
import { ask } from '../support/scene/ask.ts';
import { doctor } from '../support/scene/doctor.ts';
import { Scene, type Merchant } from '../support/scene/scene.ts';
import type { Channel } from '../support/slack-stand-in/world-types.ts';

const SECONDS = 1000;

describe('with nothing configured', () => {
  test('all is well, it says what is off and what turns it on, and leaves nothing behind', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'switchboard-doctor-'));
    const { code, out } = await doctor({}, folder);
    expect(out).toMatch(/Slack +ok +off → set SLACK_BOT_TOKEN, and SLACK_SIGNING_SECRET or SLACK_APP_TOKEN/);
    expect(out).toMatch(/HTTP API +ok +off → set SWITCHBOARD_ADMIN_KEY/);
    expect(out).toMatch(/Database +ok +not there yet/);
    expect(out).toContain('All is well.');
    expect(code).toBe(0);
    expect(await readdir(folder)).toEqual([]);
    await rm(folder, { recursive: true });
  });

  test('a database that cannot be reached is told, without its password', async () => {
    const { code, out } = await doctor({ DATABASE_URL: 'mysql://root:pa55word@127.0.0.1:1/desk' });
    expect(out).toMatch(/Database +fail +.*ECONNREFUSED.* → see DATABASE_URL/);
    expect(out).not.toContain('pa55word');
    expect(code).toBe(1);
  });
});

onEachDatabase((database) => {
  let scene: Scene;
  let acme: Merchant;
  let desk: Channel;
  let environment: Record<string, string>;
  const told: string[] = [];

  beforeAll(async () => {
    scene = await Scene.open(database);
    environment = {
      DATABASE_URL: scene.databaseUrl,
      PUBLIC_URL: 'https://desk.example.com',
      SLACK_BOT_TOKEN: scene.slack.home.botToken,
      SLACK_SIGNING_SECRET: scene.slack.signingSecret,
      SLACK_API_URL: scene.slack.apiUrl,
      SWITCHBOARD_ADMIN_KEY: scene.appOptions.adminKey,
    };
  });
  afterAll(() => scene.close());

  const examine = async (more: Record<string, string> = {}) => {
    const answer = await doctor({ ...environment, ...more });
    told.push(answer.out);
    return answer;
  };
  const answersWith = (headers: Record<string, string>) =>
    scene.slack.fault({ action: 'headers', headers, method: 'auth.test' });
  const dateIn = (ms: number) => ({ date: new Date(Date.now() + ms).toUTCString() });

  test('before anything is connected it says so', async () => {
    const { code, out } = await examine();
    expect(out).toMatch(
      /Desk +fail +none connected: nobody sees the tickets → connect .*: by the order desk here in it, or POST/,
    );
    expect(out).toMatch(/Merchants +look +no channel connected/);
    expect(code).toBe(1);
  });

  test('so it does before the first start', async () => {
    const { code, out } = await examine({ DATABASE_URL: 'sqlite:./not-there/switchboard.db' });
    expect(out).toMatch(/Database +ok +not there yet/);
    expect(out).toMatch(/Desk +fail +none connected/);
    expect(code).toBe(1);
  });

  test('beside the running product: every part, and all is well', async () => {
    acme = await scene.merchant('Acme');
    desk = await scene.desk();
    const { code, out } = await examine();
    expect(out).toMatch(/Database +ok +(SQLite|MariaDB|MySQL) \d+\.\d+/);
    expect(out).toMatch(/Migrations +ok/);
    expect(out).toMatch(/Jobs +ok/);
    expect(out).toMatch(/Desk +ok/);
    expect(out).toMatch(/Slack token +ok +@\w+ in \w+ \(T\w+\)/);
    expect(out).toMatch(/Slack scopes +ok/);
    expect(out).toMatch(/Clock +ok +as the database's/);
    expect(out).toMatch(/Clock +ok +as Slack's/);
    expect(out).toContain('the bot is in #desk');
    expect(out).toContain('the bot is in #acme');
    expect(out).toContain('All is well.');
    expect(code).toBe(0);
  });

  test('a missing scope is named', async () => {
    await answersWith({ 'x-oauth-scopes': 'channels:history,chat:write,groups:history,users:read' });
    const { code, out } = await examine();
    expect(out).toMatch(/Slack scopes +fail +missing: .*reactions:write.* → .*install the app again/);
    expect(out).not.toContain('missing: chat:write');
    expect(code).toBe(1);
  });

  test('a revoked token is told, and nothing more is asked with it', async () => {
    await scene.slack.fault({ action: 'error', error: 'token_revoked', method: 'auth.test' });
    const before = (await scene.slack.calls({ method: 'conversations.info' })).length;
    const { code, out } = await examine();
    expect(out).toMatch(/Slack token +fail +.*token_revoked.*check SLACK_BOT_TOKEN/);
    expect(code).toBe(1);
    expect(await scene.slack.calls({ method: 'conversations.info' })).toHaveLength(before);
  });

  test('a Slack that does not answer is given up', async () => {
    const fault = await scene.slack.fault({ action: 'hang-before-accepting', method: 'auth.test' });
    const began = Date.now();
    const { code, out } = await examine();
    expect(out).toMatch(/Slack token +fail/);
    expect(code).toBe(1);
    expect(Date.now() - began).toBeLessThan(15 * SECONDS);
    await fault.release();
  });

  test.each([
    ['ahead', 'behind', 1],
    ['behind', 'ahead of', -1],
  ])('a clock that is %s: a minute deserves a look, five fail', async (_, we, sign) => {
    await answersWith(dateIn(sign * 100 * SECONDS));
    const little = await examine();
    expect(little.out).toMatch(new RegExp(`Clock +look +\\d+ s ${we} Slack's → set the time by NTP`));
    expect(little.out).toContain('It works. Worth a look: 1.');
    expect(little.code).toBe(0);
    await answersWith(dateIn(sign * 400 * SECONDS));
    const much = await examine();
    expect(much.out).toMatch(new RegExp(`Clock +fail +\\d+ s ${we} Slack's`));
    expect(much.code).toBe(1);
  });

  test('a channel that the bot is not in, or that is archived', async () => {
    await scene.slack.updateChannel(desk.id, { botIsMember: false });
    await scene.slack.updateChannel(acme.channel.id, { isArchived: true });
    const { code, out } = await examine();
    expect(out).toMatch(/Slack C\w+ +fail +the bot is not in #desk → invite the bot/);
    expect(out).toMatch(/Slack C\w+ +fail +#acme is archived/);
    expect(code).toBe(1);
    await scene.slack.updateChannel(desk.id, { botIsMember: true });
    await scene.slack.updateChannel(acme.channel.id, { isArchived: false });
  });

  test('what was lost and given up, also when the channel is there again', async () => {
    const { slack } = scene;
    const bo = await scene.agent('Bo');
    const { root } = await ask(scene, acme, await slack.addUser({ name: 'Mia' }), 'The payout is late');
    const post = { method: 'chat.postMessage', channel: acme.channel.id } as const;
    await slack.fault({ action: 'error', error: 'is_archived', times: 'always', ...post });
    await slack.say({ channel: desk.id, user: bo.id, threadTs: root.ts, text: 'It is on its way' });
    await scene.settle();
    await slack.clearFaults();
    const { code, out } = await examine();
    expect(out).toMatch(/Lost channel +look +C\w+ on slack \(merchant\): nothing has arrived there since/);
    expect(out).toMatch(/Jobs +look +\d+ given up → see why with GET/);
    expect(out).toContain('It works. Worth a look: 2.');
    expect(code).toBe(0);
  });

  test('migrations that have not run', async () => {
    const url = await database.createEmptyUrl();
    const before = await openStorage({ url, schemas, migrations: migrations.slice(0, -1) });
    await before.migrate();
    await before.close();
    const { code, out } = await examine({ DATABASE_URL: url });
    expect(out).toMatch(/Migrations +fail +1 has not run → npm run migrate/);
    expect(code).toBe(1);
  });

  test('no secret is ever printed', () => {
    const { DATABASE_URL, PUBLIC_URL, SLACK_API_URL, ...secrets } = environment;
    expect([DATABASE_URL, PUBLIC_URL, SLACK_API_URL].every(Boolean)).toBe(true);
    const everything = told.join('\n');
    expect(Object.entries(secrets).filter(([, secret]) => everything.includes(secret))).toEqual([]);
  });
});
