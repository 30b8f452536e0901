import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createSlackPlatform } from '../../../adapters/slack/create-slack-platform.ts';
import type { Address, MessageRef } from '../../../src/chat/address.ts';
import type { ChatPlatform } from '../../../src/chat/chat-platform.ts';
import type { OutgoingMessage } from '../../../src/chat/message.ts';
import { plain } from '../../../src/chat/rich-text.ts';
import { createLog } from '../../../src/log.ts';
import { aMessage, aPostOfOurs, BOT, BOT_USER, CHANNEL, PERSON, TEAM, TS } from './support/an-event.ts';
import { fixedClock, SIGNING_SECRET } from './support/slack-http.ts';
import { answerInPart, startWebApi, type Reply, type WebApiServer } from './support/web-api-server.ts';

const deps = { log: createLog('silent'), clock: fixedClock };
const PLACE: Address = { platform: 'slack', workspaceId: TEAM, channelId: CHANNEL };
const THREAD: Address = { ...PLACE, threadId: '1763999999.000100' };
const POSTED: MessageRef = { ...THREAD, messageId: TS };
const HELLO: OutgoingMessage = { content: { kind: 'text', text: plain('hello') }, author: { name: 'Ada' } };
const AUTH = { ok: true, url: 'https://acme.slack.com/', team_id: TEAM, user_id: BOT_USER, bot_id: BOT };
const SINCE = new Date('2025-11-24T16:00:00.000Z');

let slack: WebApiServer;
let platform: ChatPlatform;

beforeEach(async () => {
  slack = await startWebApi();
  slack.replies['auth.test'] = AUTH;
  platform = createSlackPlatform({ botToken: 'xoxb-secret', signingSecret: SIGNING_SECRET, apiUrl: slack.url }, deps);
});

afterEach(() => slack.close());

const callsOf = (method: string) => slack.calls.filter((call) => call.method === method);
const argsOf = (method: string) => callsOf(method)[0]?.args;
const refused = (error: string) => ({ ok: false, error });

test('without any way to get events it refuses to exist, and says what to set', () => {
  expect(() => createSlackPlatform({ botToken: 'xoxb-secret' }, deps)).toThrow(/SLACK_SIGNING_SECRET.*SLACK_APP_TOKEN/);
});

test('nothing is asked of Slack before there is something to do', () => {
  expect(platform.routes).toBeDefined();
  expect(platform.abilities).toMatchObject({
    readsBack: true,
    reacts: true,
    postsPerSecond: 1,
    requestTimeoutMs: 10_000,
  });
  expect(slack.calls).toEqual([]);
});

test('over HTTP we hear Slack; over a socket only while that is open; with both, by whichever has been heard', () => {
  const config = { botToken: 'xoxb-secret', apiUrl: slack.url };
  const isHearing = (ways: object) => createSlackPlatform({ ...config, ...ways }, deps).isHearing?.();
  expect(isHearing({ signingSecret: SIGNING_SECRET })).toBe(true);
  expect(isHearing({ appToken: 'xapp-secret' })).toBe(false);
  expect(isHearing({ signingSecret: SIGNING_SECRET, appToken: 'xapp-secret' })).toBe(false);
});

describe('posting', () => {
  test('says it in its thread, under the author’s name, with the delivery key', async () => {
    slack.replies['chat.postMessage'] = { ok: true, channel: CHANNEL, ts: TS };
    await expect(platform.post(THREAD, HELLO, 'delivery-1')).resolves.toEqual(POSTED);
    const { metadata, blocks, ...args } = argsOf('chat.postMessage')!;
    expect(args).toEqual({
      channel: CHANNEL,
      thread_ts: THREAD.threadId,
      text: 'hello',
      parse: 'none',
      link_names: 'false',
      unfurl_links: 'false',
      unfurl_media: 'false',
      username: 'Ada',
    });
    expect(JSON.parse(metadata!)).toEqual({ event_type: 'switchboard_delivery', event_payload: { key: 'delivery-1' } });
    expect(JSON.parse(blocks!)).toHaveLength(1);
    expect(callsOf('chat.postMessage')[0]?.authorization).toBe('Bearer xoxb-secret');
    expect(slack.calls).toHaveLength(1);
  });

  test('to one person carries no metadata', async () => {
    slack.replies['chat.postEphemeral'] = { ok: true, message_ts: TS };
    const to = { ...PLACE, visibleTo: PERSON };
    await expect(platform.post(to, HELLO, 'delivery-1')).resolves.toEqual({ ...to, messageId: TS });
    expect(argsOf('chat.postEphemeral')).toMatchObject({ user: PERSON, channel: CHANNEL });
    expect(argsOf('chat.postEphemeral')).not.toHaveProperty('metadata');
  });

  test('a reply that is announced is shown in the channel too', async () => {
    slack.replies['chat.postMessage'] = { ok: true, ts: TS };
    slack.replies['chat.postEphemeral'] = { ok: true, message_ts: TS };
    slack.replies['chat.update'] = { ok: true, ts: TS };
    const announced = { ...HELLO, announce: true };
    await platform.post(THREAD, announced, 'k1');
    await platform.post(PLACE, announced, 'k2');
    await platform.post({ ...THREAD, visibleTo: PERSON }, announced, 'k3');
    await platform.edit(POSTED, announced);
    expect(slack.calls.map(({ args }) => args['reply_broadcast'])).toEqual(['true', undefined, undefined, undefined]);
  });

  test('half a character does not keep a message from going out', async () => {
    slack.replies['chat.postMessage'] = { ok: true, ts: TS };
    await platform.post(
      PLACE,
      { content: { kind: 'text', text: plain('a\ud800b') }, author: { name: '\udc00x' } },
      'k',
    );
    expect(argsOf('chat.postMessage')).toMatchObject({ text: 'a\ufffdb', username: '\ufffdx' });
  });

  const card: OutgoingMessage = {
    content: {
      kind: 'card',
      summary: 'Acme needs you',
      card: { blocks: [{ kind: 'actions', actions: [{ kind: 'link', label: 'Open', to: POSTED }] }] },
    },
  };

  test('a card’s link asks once where the workspace lives', async () => {
    slack.replies['chat.postMessage'] = { ok: true, ts: TS };
    await platform.post(PLACE, card, 'k1');
    await platform.post(PLACE, card, 'k2');
    expect(argsOf('chat.postMessage')!['blocks']).toContain(
      `https://acme.slack.com/archives/${CHANNEL}/p1764000000000247?`,
    );
    expect(callsOf('auth.test')).toHaveLength(1);
  });

  test('a card goes out without its link when Slack does not say where, and asks again next time', async () => {
    slack.replies['chat.postMessage'] = { ok: true, ts: TS };
    slack.replies['auth.test'] = [refused('internal_error'), AUTH];
    await platform.post(PLACE, card, 'k1');
    await platform.post(PLACE, card, 'k2');
    const blocks = callsOf('chat.postMessage').map(({ args }) => args['blocks']!.includes('https://acme'));
    expect(blocks).toEqual([false, true]);
  });
});

describe('what can go wrong with a post', () => {
  const post = () => platform.post(PLACE, HELLO, 'delivery-1');

  test.each([
    ['a refusal', refused('not_in_channel'), { kind: 'gone' }],
    ['an error on Slack’s side', refused('internal_error'), { kind: 'ambiguous' }],
    ['an answer without the ts', { ok: true }, { kind: 'ambiguous' }],
  ])('%s', async (_, reply, expected) => {
    slack.replies['chat.postMessage'] = reply;
    await expect(post()).rejects.toMatchObject({ name: 'PlatformError', ...expected });
    expect(callsOf('chat.postMessage')).toHaveLength(1);
  });

  test.each([
    ['a 429 with its time', { 'retry-after': '7' }, 7_000],
    ['a 429 without one', {}, 30_000],
    ['a 429 with a date, as proxies write it', { 'retry-after': 'Tue, 24 Nov 2026 12:00:00 GMT' }, 30_000],
  ])('%s', async (_, headers, retryAfterMs) => {
    slack.replies['chat.postMessage'] = (response) => response.writeHead(429, headers).end('{"ok":false}');
    await expect(post()).rejects.toMatchObject({ kind: 'rate-limited', retryAfterMs });
    expect(callsOf('chat.postMessage')).toHaveLength(1);
  });

  test('a limit on one channel holds no other back', async () => {
    slack.replies['chat.postMessage'] = [
      (response) => response.writeHead(429, { 'retry-after': '60' }).end(),
      { ok: true, ts: TS },
    ];
    await expect(post()).rejects.toMatchObject({ kind: 'rate-limited' });
    await expect(platform.post({ ...PLACE, channelId: 'C0OTHER001' }, HELLO, 'k')).resolves.toMatchObject({
      messageId: TS,
    });
  });

  const lostAnswers: [string, Reply][] = [
    ['a 500', (response) => response.writeHead(500).end('oops')],
    ['a cut before the answer', (response) => response.destroy()],
    ['a cut in the middle of the answer', answerInPart],
    ['a page of a proxy', (response) => response.end('<html>Welcome</html>')],
  ];

  test.each(lostAnswers)('%s may mean that it was posted, and is not tried again here', async (_, reply) => {
    slack.replies['chat.postMessage'] = reply;
    await expect(post()).rejects.toMatchObject({ kind: 'ambiguous' });
    expect(callsOf('chat.postMessage')).toHaveLength(1);
  });

  test('no connection means that it was not', async () => {
    await slack.close();
    await expect(post()).rejects.toMatchObject({ kind: 'transient' });
  });
});

describe('editing', () => {
  test('replaces the words and leaves author and metadata as they are', async () => {
    slack.replies['chat.update'] = { ok: true, ts: TS };
    await platform.edit(POSTED, HELLO);
    expect(argsOf('chat.update')).toMatchObject({ channel: CHANNEL, ts: TS, text: 'hello', parse: 'none' });
    expect(Object.keys(argsOf('chat.update')!).sort()).toEqual([
      'blocks',
      'channel',
      'link_names',
      'parse',
      'text',
      'ts',
    ]);
  });

  test('may be repeated, so that a lost answer is no riddle', async () => {
    slack.replies['chat.update'] = (response) => response.destroy();
    await expect(platform.edit(POSTED, HELLO)).rejects.toMatchObject({ kind: 'transient' });
    slack.replies['chat.update'] = refused('message_not_found');
    await expect(platform.edit(POSTED, HELLO)).rejects.toMatchObject({ kind: 'gone' });
  });

  test('what only one person saw cannot be edited', async () => {
    await expect(platform.edit({ ...POSTED, visibleTo: PERSON }, HELLO)).rejects.toMatchObject({ kind: 'rejected' });
  });
});

describe('reading back', () => {
  const ours = aPostOfOurs();
  const page = (messages: unknown[], cursor = '') => ({
    ok: true,
    messages,
    response_metadata: { next_cursor: cursor },
  });

  test('finds a post in a thread by its key', async () => {
    slack.replies['conversations.replies'] = page([aMessage(), null, ours]);
    await expect(platform.findDelivered(THREAD, 'delivery-1', SINCE)).resolves.toEqual(POSTED);
    expect(argsOf('conversations.replies')).toEqual({
      channel: CHANNEL,
      ts: THREAD.threadId,
      oldest: '1763999940.000000',
      limit: '200',
      include_all_metadata: 'true',
    });
  });

  test('also one that was announced to the channel', async () => {
    slack.replies['conversations.replies'] = page([aPostOfOurs({ subtype: 'thread_broadcast', root: aMessage() })]);
    await expect(platform.findDelivered(THREAD, 'delivery-1', SINCE)).resolves.toEqual(POSTED);
  });

  test('and in a channel, page by page', async () => {
    slack.replies['conversations.history'] = [page([aMessage()], 'next'), page([ours])];
    await expect(platform.findDelivered(PLACE, 'delivery-1', SINCE)).resolves.toEqual({ ...PLACE, messageId: TS });
    expect(callsOf('conversations.history')[1]?.args['cursor']).toBe('next');
  });

  test.each([
    ['another key', aPostOfOurs({ metadata: { event_type: 'switchboard_delivery', event_payload: { key: 'x' } } })],
    ['another bot that copied the key', aPostOfOurs({ bot_id: 'B0OTHER001' })],
    ['a person who copied the key', aPostOfOurs({ bot_id: undefined })],
    ['other metadata', aPostOfOurs({ metadata: { event_type: 'other', event_payload: { key: 'delivery-1' } } })],
  ])('%s is not our post', async (_, message) => {
    slack.replies['conversations.history'] = page([message]);
    await expect(platform.findDelivered(PLACE, 'delivery-1', SINCE)).resolves.toBeNull();
  });

  test('says "not there" only when it has seen all there is', async () => {
    slack.replies['conversations.history'] = page([aMessage()], 'more');
    await expect(platform.findDelivered(PLACE, 'delivery-1', SINCE)).rejects.toMatchObject({ kind: 'transient' });
    slack.replies['conversations.history'] = refused('internal_error');
    await expect(platform.findDelivered(PLACE, 'delivery-1', SINCE)).rejects.toMatchObject({ kind: 'transient' });
  });

  test('what only one person saw stands nowhere', async () => {
    await expect(platform.findDelivered({ ...PLACE, visibleTo: PERSON }, 'delivery-1', SINCE)).resolves.toBeNull();
    expect(slack.calls).toEqual([]);
  });
});

describe('finding a message', () => {
  const found = (message: unknown) => ({ ok: true, messages: [message] });

  test('gives what its arrival would have given', async () => {
    const message = aMessage({ text: `<@${BOT_USER}> help`, channel: undefined });
    slack.replies['conversations.history'] = found(message);
    await expect(platform.findMessage({ ...PLACE, messageId: TS })).resolves.toMatchObject({
      kind: 'message-said',
      key: `slack:${CHANNEL}:${TS}:said`,
      workspaceId: TEAM,
      mentionsBot: true,
      position: 1_764_000_000_000_247,
    });
    expect(argsOf('conversations.history')).toEqual({ channel: CHANNEL, latest: TS, inclusive: 'true', limit: '1' });
  });

  test('in a thread, past the first message that always comes along', async () => {
    const root = aMessage({ ts: THREAD.threadId, thread_ts: THREAD.threadId });
    slack.replies['conversations.replies'] = { ok: true, messages: [root, aMessage({ thread_ts: THREAD.threadId })] };
    await expect(platform.findMessage(POSTED)).resolves.toMatchObject({ messageId: TS, threadId: THREAD.threadId });
    expect(callsOf('conversations.history')).toEqual([]);
  });

  test('a reply of which only the ts is known is looked for in its thread', async () => {
    slack.replies['conversations.history'] = found(aMessage({ ts: '1763999000.000001' }));
    slack.replies['conversations.replies'] = found(aMessage({ thread_ts: THREAD.threadId }));
    await expect(platform.findMessage({ ...PLACE, messageId: TS })).resolves.toMatchObject({
      threadId: THREAD.threadId,
    });
  });

  test('a reply that was sent to the channel too, wherever it is found', async () => {
    const shared = aMessage({ subtype: 'thread_broadcast', thread_ts: THREAD.threadId, root: aMessage() });
    slack.replies['conversations.history'] = found(shared);
    slack.replies['conversations.replies'] = found(shared);
    const inThread = await platform.findMessage(POSTED);
    expect(inThread).toMatchObject({ kind: 'message-said', messageId: TS, threadId: THREAD.threadId });
    await expect(platform.findMessage({ ...PLACE, messageId: TS })).resolves.toEqual(inThread);
  });

  test('nothing there, or nobody’s words, is null', async () => {
    slack.replies['conversations.history'] = { ok: true, messages: [] };
    slack.replies['conversations.replies'] = refused('thread_not_found');
    await expect(platform.findMessage({ ...PLACE, messageId: TS })).resolves.toBeNull();
    for (const subtype of [undefined, 'thread_broadcast']) {
      slack.replies['conversations.history'] = found(aPostOfOurs({ subtype }));
      await expect(platform.findMessage({ ...PLACE, messageId: TS })).resolves.toBeNull();
    }
  });

  test('a channel that we cannot see is an error, not an absence', async () => {
    slack.replies['conversations.history'] = refused('channel_not_found');
    await expect(platform.findMessage({ ...PLACE, messageId: TS })).rejects.toMatchObject({ kind: 'gone' });
  });
});

describe('people', () => {
  const person = { platform: 'slack', workspaceId: TEAM, userId: PERSON };
  const userInfo = (user: object) => ({ ok: true, user: { id: PERSON, ...user } });

  test.each([
    [
      {
        name: 'ada1',
        profile: { display_name: 'Ada', real_name: 'Ada L.', image_72: 'https://a/72', image_192: 'https://a/192' },
      },
      { name: 'Ada', avatarUrl: 'https://a/192' },
    ],
    [
      { profile: { display_name: ' ', real_name: 'Ada L.', image_72: 'https://a/72' } },
      { name: 'Ada L.', avatarUrl: 'https://a/72' },
    ],
    [{ profile: { real_name: 'Shared Person' } }, { name: 'Shared Person' }],
    [{ name: 'ada1' }, { name: 'ada1' }],
    [
      { name: 'ada1', profile: { email: 'ada@desk.example' } },
      { name: 'ada1', email: 'ada@desk.example' },
    ],
    [{}, { name: PERSON }],
  ])('%j', async (user, expected) => {
    slack.replies['users.info'] = userInfo(user);
    await expect(platform.findPerson(person)).resolves.toEqual({ ...person, ...expected });
  });

  test('whom Slack does not know are null; that Slack fails is not', async () => {
    slack.replies['users.info'] = refused('user_not_found');
    await expect(platform.findPerson(person)).resolves.toBeNull();
    slack.replies['users.info'] = refused('fatal_error');
    await expect(platform.findPerson(person)).rejects.toMatchObject({ kind: 'transient' });
  });

  test.each([
    [{ team_id: TEAM, is_admin: true }, 'admin'],
    [{ team_id: TEAM, is_owner: true }, 'admin'],
    [{ team_id: TEAM }, 'member'],
    [{ team_id: TEAM, is_restricted: true, is_admin: true }, 'guest'],
    [{ team_id: TEAM, is_ultra_restricted: true }, 'guest'],
    [{ team_id: 'T0OTHER', is_admin: true, is_owner: true }, 'stranger'],
    [{ team_id: TEAM, is_admin: true, is_stranger: true }, 'stranger'],
    [{ team_id: TEAM, is_admin: true, deleted: true }, 'stranger'],
    [{ team_id: TEAM, is_admin: true, is_bot: true }, 'stranger'],
    [{ is_admin: true }, 'stranger'],
  ])('%j is %s', async (user, standing) => {
    slack.replies['users.info'] = userInfo(user);
    await expect(platform.findStanding!({ ...person, workspaceId: 'T0OTHER' })).resolves.toBe(standing);
  });

  test('whom Slack does not know is a stranger; that Slack fails is not taken for it', async () => {
    slack.replies['users.info'] = refused('user_not_found');
    await expect(platform.findStanding!(person)).resolves.toBe('stranger');
    slack.replies['users.info'] = refused('fatal_error');
    await expect(platform.findStanding!(person)).rejects.toMatchObject({ kind: 'transient' });
  });

  test('are written to directly', async () => {
    slack.replies['conversations.open'] = { ok: true, channel: { id: 'D0DIRECT01' } };
    await expect(platform.openDirect(person)).resolves.toEqual({
      platform: 'slack',
      workspaceId: TEAM,
      channelId: 'D0DIRECT01',
    });
    expect(argsOf('conversations.open')).toEqual({ users: PERSON });
  });
});
