import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrations } from '../../migrations/index.ts';
import { AgentSchema } from '../../src/assignment/agents/agent.schema.ts';
import { ChannelSchema } from '../../src/directory/channel.schema.ts';
import { MemberSchema } from '../../src/directory/member.schema.ts';
import { MerchantSchema } from '../../src/directory/merchant.schema.ts';
import { schemas } from '../../src/schemas.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import type { Unit } from '../../src/storage/unit.ts';
import { Product } from '../support/product.ts';
import { SandboxFeed } from '../support/sandbox/sandbox-feed.ts';
import { postTo } from '../support/sandbox/sandbox-page.ts';
import { countRows, viewDatabase } from '../support/scene/database-view.ts';

const createdAt = new Date('2026-01-05T09:00:00.000Z');
const FOLDERS: string[] = [];

let product: Product;

afterEach(() => product.close());
afterAll(() => Promise.all(FOLDERS.map((folder) => rm(folder, { recursive: true, force: true }))));

const expectNoSandbox = async () => {
  const front = await fetch(product.url);
  expect(front.headers.get('Content-Type')).toMatch(/^text\/plain/);
  expect(await front.text()).toContain('Switchboard is running.');
  for (const path of ['world', 'nothing']) expect((await fetch(`${product.url}/sandbox/${path}`)).status).toBe(404);
  for (const path of ['messages', 'actions', 'reset', 'agents/1/availability', 'channels/x/reach']) {
    expect((await postTo(product, `/sandbox/${path}`, {})).status).toBe(404);
  }
  await expect(SandboxFeed.open(product.url)).rejects.toThrow('404');
  expect(product.output).toMatch(/Sandbox +off +only on 127\.0\.0\.1, without real accounts/);
};

describe('there is no sandbox', () => {
  test.each([
    [{ NODE_ENV: 'production' }],
    [{ HOST: '0.0.0.0' }],
    [{ PUBLIC_URL: 'https://desk.example.com' }],
    [
      {
        SLACK_BOT_TOKEN: 'xoxb-1-invented',
        SLACK_SIGNING_SECRET: 'invented',
        SLACK_API_URL: 'http://127.0.0.1:9/api/',
      },
    ],
  ])('with %j', async (environment) => {
    product = await Product.start(environment);
    await expectNoSandbox();
    const view = await viewDatabase(`sqlite:${product.folder}/data/switchboard.db`);
    expect(await countRows(view)).toMatchObject({ merchant: 0, agent: 0, member: 0, channel: 0 });
    await view.close();
  });
});

const AN_AGENT = {
  name: 'Nora',
  email: 'nora@desk.example',
  specialties: [],
  isAvailable: true,
  capacity: null,
  lastAssignedAt: null,
  createdAt,
};
const A_CHANNEL = { platform: 'slack', workspaceId: 'T1', channelId: 'C1', mode: 'auto', createdAt } as const;

describe('there is none beside what is real', () => {
  const real: [string, (unit: Unit) => Promise<unknown>][] = [
    ['a Slack channel', (unit) => unit.insert(ChannelSchema, { ...A_CHANNEL, role: 'desk', merchantId: null })],
    [
      'an agent with a Slack account',
      (unit) => unit.insert(AgentSchema, { ...AN_AGENT, platform: 'slack', workspaceId: 'T1', userId: 'U1' }),
    ],
    [
      'an agent without an account',
      (unit) => unit.insert(AgentSchema, { ...AN_AGENT, platform: null, workspaceId: null, userId: null }),
    ],
    ['a merchant', (unit) => unit.insert(MerchantSchema, { name: 'Acme', createdAt })],
    [
      'a member',
      (unit) =>
        unit.insert(MemberSchema, {
          userId: 'm-1',
          name: 'Nora',
          email: 'nora@desk.example',
          role: 'agent',
          merchantId: null,
          createdAt,
        }),
    ],
  ];

  test.each(real)('%s', async (_, fill) => {
    const folder = await mkdtemp(join(tmpdir(), 'switchboard-real-'));
    FOLDERS.push(folder);
    const url = `sqlite:${join(folder, 'switchboard.db')}`;
    const storage = await openStorage({ url, schemas, migrations });
    await storage.migrate();
    await storage.unit(fill);
    await storage.close();
    const view = await viewDatabase(url);
    const before = await countRows(view);
    product = await Product.start({ DATABASE_URL: url });
    await expectNoSandbox();
    expect(product.output).toContain('No sandbox: the database holds data');
    expect(await countRows(view)).toEqual({ ...before, secret: expect.any(Number) });
    await view.close();
  });
});
