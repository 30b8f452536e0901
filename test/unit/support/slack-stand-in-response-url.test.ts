import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startSlackStandIn } from '../../support/slack-stand-in/start-slack-stand-in.ts';
import type { SlackStandIn } from '../../support/slack-stand-in/client.ts';
import { startAppStub, type AppStub } from './app-stub.ts';
import { createWebClient } from './web-client.ts';

const BLOCKS = [
  {
    type: 'actions' as const,
    elements: [
      { type: 'button' as const, text: { type: 'plain_text' as const, text: 'Accept' }, action_id: 'offer.accept' },
    ],
  },
];
const METADATA = { event_type: 'delivery', event_payload: { key: 'k1' } };

let slack: SlackStandIn;
let app: AppStub;
let channel: string;
let ada: string;
let ts: string;
let url: string;

beforeAll(async () => {
  slack = await startSlackStandIn({ echo: 'off' });
  app = await startAppStub();
  await slack.setAppUrls(app.url);
  ada = (await slack.addUser({ name: 'Ada' })).id;
});

beforeEach(async () => {
  channel = (await slack.addChannel()).id;
  const web = createWebClient(slack);
  ts = (await web.chat.postMessage({ channel, text: 'An offer', blocks: BLOCKS, metadata: METADATA })).ts!;
  url = await clickForUrl(slack);
  app.received.length = 0;
});

afterEach(() => slack.clearFaults());

afterAll(() => Promise.all([app.stop(), slack.stop()]));

async function clickForUrl(from: SlackStandIn, user = ada, where = { channel, ts }): Promise<string> {
  const [clicked] = await from.click({ ...where, user, label: 'Accept' });
  return (JSON.parse(clicked!.payload) as { response_url: string }).response_url;
}

async function answer(body: object, to = url): Promise<{ status: number; body: unknown }> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(to, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}

const DONE = { status: 200, body: { ok: true } };
const refused = (status: number, error: string) => ({ status, body: { ok: false, error } });

describe('what it does', () => {
  test('replaces the message, words and blocks, and keeps its metadata', async () => {
    await slack.setEcho('after');

    expect(await answer({ replace_original: true, text: 'Ada took it.' })).toEqual(DONE);
    expect(await slack.posts({ channel })).toMatchObject([
      { ts, shown: 'Ada took it.', buttons: [], metadata: METADATA, edited: { user: slack.home.botUserId } },
    ]);
    await slack.until('the echo', () => app.received.length === 1);
    expect(app.events()).toMatchObject([{ subtype: 'message_changed', message: { ts, text: 'Ada took it.' } }]);
    await slack.setEcho('off');
  });

  test('reads a flag that is written as text, as Slack’s own examples write it', async () => {
    await answer({ replace_original: 'true', text: 'Taken', blocks: BLOCKS });

    expect(await slack.posts({ channel })).toMatchObject([{ text: 'Taken', buttons: ['Accept'] }]);
  });

  test.each([
    ['asked to', { response_type: 'ephemeral', replace_original: false, text: 'Please try again.' }],
    ['not asked for anything else', { text: 'Please try again.' }],
  ])('speaks to the person who clicked when %s', async (_, body) => {
    expect(await answer(body)).toEqual(DONE);
    expect(await slack.ephemerals({ channel, user: ada })).toMatchObject([
      { method: 'response_url', text: 'Please try again.', visibleTo: ada },
    ]);
    expect(await slack.posts({ channel })).toMatchObject([{ text: 'An offer' }]);
  });

  test('removes the message', async () => {
    expect(await answer({ delete_original: true })).toEqual(DONE);
    expect(await slack.posts({ channel })).toEqual([]);
    expect(await answer({ replace_original: true, text: 'x' })).toEqual(refused(400, 'message_not_found'));
  });

  test('says something to all, in the thread that is named', async () => {
    await answer({ response_type: 'in_channel', thread_ts: ts, text: 'Ada took it.' });

    expect(await slack.posts({ channel, threadTs: ts })).toMatchObject([{ text: 'Ada took it.' }]);
  });

  test('every use is in the ledger, and none counts against the pace', async () => {
    await slack.setPace({ postsPerSecond: 0.01 }, channel);
    await answer({ text: 'one' });
    await answer({ text: 'two' });
    await answer({ text: '' });

    expect(await slack.accepted({ channel, method: 'response_url' })).toMatchObject([{ text: 'one' }, { text: 'two' }]);
    expect((await slack.calls({ channel, method: 'response_url' })).map(({ outcome }) => outcome)).toEqual([
      'ok',
      'ok',
      'no_text',
    ]);
  });

  test('can be faulty', async () => {
    await slack.fault({ action: 'cut-after-accepting', method: 'response_url', channel });

    await expect(answer({ replace_original: true, text: 'Taken' })).rejects.toThrow();
    expect(await slack.posts({ channel })).toMatchObject([{ text: 'Taken' }]);
  });
});

describe('what it refuses', () => {
  test('a sixth use; what was refused does not count', async () => {
    await answer({ replace_original: true, text: '' });
    for (let use = 0; use < 5; use += 1) expect(await answer({ text: `use ${use}` })).toEqual(DONE);

    expect(await answer({ text: 'use 5' })).toEqual(refused(404, 'used_url'));
    expect(await slack.ephemerals({ channel })).toHaveLength(5);
  });

  test('a use after its time', async () => {
    const hasty = await startSlackStandIn({ echo: 'off', responseUrlMs: 0 });
    const { id: user } = await hasty.addUser({ name: 'Ada' });
    const { id } = await hasty.addChannel();
    const post = await createWebClient(hasty).chat.postMessage({ channel: id, text: 'An offer', blocks: BLOCKS });
    const late = await clickForUrl(hasty, user, { channel: id, ts: post.ts! });

    expect(await answer({ text: 'late' }, late)).toEqual(refused(404, 'expired_url'));
    await hasty.stop();
  });

  test('an address that nobody was given', async () => {
    expect(await answer({ text: 'x' }, `${slack.url}/response/guessed`)).toEqual(refused(404, 'no_service'));
  });

  test('what chat.update refuses', async () => {
    const tooMany = Array.from({ length: 51 }, () => ({ type: 'divider' }));

    expect(await answer({ replace_original: true, text: 'x', blocks: tooMany })).toMatchObject(
      refused(400, 'invalid_blocks'),
    );
    expect(await answer({ replace_original: true })).toEqual(refused(400, 'no_text'));
  });

  test('what is not JSON', async () => {
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' });

    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ ok: false, error: 'invalid_json' });
  });
});
