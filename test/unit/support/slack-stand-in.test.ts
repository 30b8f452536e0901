import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { WebClient } from '@slack/web-api';
import { readFile } from 'node:fs/promises';
import { startSlackStandIn } from '../../support/slack-stand-in/start-slack-stand-in.ts';
import type { SlackStandIn } from '../../support/slack-stand-in/client.ts';
import { createWebClient } from './web-client.ts';

let slack: SlackStandIn;
let web: WebClient;
let channel: string;
let ada: string;

beforeAll(async () => {
  slack = await startSlackStandIn({ retryDelaysMs: [] });
  web = createWebClient(slack);
  ada = (await slack.addUser({ name: 'Ada', realName: 'Ada Example', avatarUrl: 'https://img.example/ada.png' })).id;
  channel = (await slack.addChannel({ name: 'acme' })).id;
});

afterAll(() => slack.stop());

const errorOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'no error',
    (error: unknown) => (error as { data?: { error?: string } }).data?.error,
  );

describe('posts', () => {
  test('a post is answered with its ts and stands in the channel', async () => {
    const before = Date.now() / 1000;
    const answer = await web.chat.postMessage({
      channel,
      text: 'Hello',
      username: 'Bo',
      icon_url: 'https://i.example',
    });

    expect(answer.ts).toMatch(/^\d{10}\.\d{6}$/);
    expect(Number(answer.ts)).toBeGreaterThan(before - 1);
    expect(await slack.posts({ channel, containing: 'Hello' })).toMatchObject([
      { channel, ts: answer.ts, text: 'Hello', username: 'Bo', shown: 'Hello' },
    ]);
  });

  test('many at once get timestamps of their own', async () => {
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) => web.chat.postMessage({ channel, text: `no ${index}` })),
    );

    expect(new Set(answers.map(({ ts }) => ts)).size).toBe(30);
  });

  test('replies stand in their thread, in order, and what is not there has no thread', async () => {
    const { ts } = await web.chat.postMessage({ channel, text: 'root' });
    await web.chat.postMessage({ channel, thread_ts: ts!, text: 'one' });
    await web.chat.postMessage({ channel, thread_ts: ts!, text: 'two' });

    expect((await slack.posts({ channel, threadTs: ts! })).map(({ text }) => text)).toEqual(['one', 'two']);
    expect(await errorOf(web.chat.postMessage({ channel, thread_ts: '1.000001', text: 'x' }))).toBe('thread_not_found');
  });

  test('a reply to all stands in its thread and in the channel', async () => {
    const { id: place } = await slack.addChannel();
    const { ts: root } = await web.chat.postMessage({ channel: place, text: 'root' });
    await web.chat.postMessage({ channel: place, thread_ts: root!, text: 'for a few' });
    const reply = { channel: place, thread_ts: root!, reply_broadcast: true as const, text: 'for all' };
    const { message } = await web.chat.postMessage({ ...reply, username: 'Bo' });
    const textsOf = (messages: readonly { text?: string }[] = []) => messages.map(({ text }) => text);

    expect(message).toMatchObject({ subtype: 'thread_broadcast', thread_ts: root, username: 'Bo' });
    expect(await slack.posts({ channel: place, threadTs: root! })).toMatchObject([
      { text: 'for a few', isBroadcast: false },
      { text: 'for all', isBroadcast: true },
    ]);
    expect(textsOf(await slack.posts({ channel: place, threadTs: null }))).toEqual(['root']);
    expect(textsOf((await web.conversations.history({ channel: place })).messages)).toEqual(['for all', 'root']);
    const { messages } = await web.conversations.replies({ channel: place, ts: root! });
    expect(textsOf(messages)).toEqual(['root', 'for a few', 'for all']);
  });

  test('without a thread there is nothing to broadcast', async () => {
    const reply = { channel, text: 'to all anyway', thread_ts: '', reply_broadcast: true as const };
    await web.chat.postMessage(reply);

    expect(await slack.posts({ channel, containing: 'to all anyway' })).toMatchObject([{ isBroadcast: false }]);
  });

  test('a person is posted to in their direct conversation', async () => {
    const opened = await web.conversations.open({ users: ada });
    const posted = await web.chat.postMessage({ channel: ada, text: 'psst' });

    expect(posted.channel).toBe(opened.channel?.id);
    expect(posted.channel).toBe((await slack.directChannel(ada)).id);
  });

  test('an ephemeral post is nowhere but in the ledger', async () => {
    await web.chat.postEphemeral({ channel, user: ada, text: 'only you' });

    expect(await slack.ephemerals({ channel, user: ada })).toMatchObject([{ text: 'only you', visibleTo: ada }]);
    expect(await slack.posts({ channel, containing: 'only you' })).toEqual([]);
  });

  test('the ledger on disk holds every accepted post', async () => {
    const { ts } = await web.chat.postMessage({ channel, text: 'for the record' });
    await slack.until('the ledger to be written', async () =>
      (await readFile(slack.ledgerPath, 'utf8')).includes('for the record'),
    );
    const lines = (await readFile(slack.ledgerPath, 'utf8')).trim().split('\n');

    expect(lines.map((line) => JSON.parse(line) as object)).toContainEqual(
      expect.objectContaining({ kind: 'accepted', method: 'chat.postMessage', ts, channel }),
    );
  });
});

describe('changes', () => {
  test('an update keeps the blocks and metadata that it does not name', async () => {
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'before' } }];
    const metadata = { event_type: 'delivery', event_payload: { key: 'k1' } };
    const { ts } = await web.chat.postMessage({ channel, text: 'before', blocks, metadata });
    await web.chat.update({ channel, ts: ts!, text: 'after' });
    const [post] = await slack.posts({ channel, containing: 'before' });

    expect(post).toMatchObject({ text: 'after', blocks, metadata, edited: { user: slack.home.botUserId } });
  });

  test('nobody else’s message can be changed, and none that is not there', async () => {
    const said = await slack.say({ channel, user: ada, text: 'mine' });

    expect(await errorOf(web.chat.update({ channel, ts: said.ts, text: 'x' }))).toBe('cant_update_message');
    expect(await errorOf(web.chat.delete({ channel, ts: said.ts }))).toBe('cant_delete_message');
    expect(await errorOf(web.chat.update({ channel, ts: '1.000001', text: 'x' }))).toBe('message_not_found');
  });

  test('no update leaves nothing to see', async () => {
    const { ts } = await web.chat.postMessage({ channel, text: 'something' });

    expect(await errorOf(web.chat.update({ channel, ts: ts!, text: '', blocks: [] }))).toBe('no_text');
  });

  test('a removed post stands no more', async () => {
    const { ts } = await web.chat.postMessage({ channel, text: 'short-lived' });
    await web.chat.delete({ channel, ts: ts! });

    expect(await slack.posts({ channel, containing: 'short-lived' })).toEqual([]);
    expect(await slack.posts({ channel, containing: 'short-lived', includeDeleted: true })).toHaveLength(1);
    expect(await errorOf(web.chat.delete({ channel, ts: ts! }))).toBe('message_not_found');
  });
});

describe('refusals', () => {
  test('the token decides', async () => {
    const stranger = createWebClient(slack, { token: 'xoxb-stranger' });

    expect(await errorOf(stranger.auth.test())).toBe('invalid_auth');
    expect(await web.auth.test()).toMatchObject({ team_id: 'T0HOME', user_id: 'U0BOT', bot_id: 'B0BOT' });
  });

  test('the place decides', async () => {
    const { id: archived } = await slack.addChannel({ isArchived: true });
    const { id: foreign } = await slack.addChannel({ botIsMember: false });

    expect(await errorOf(web.chat.postMessage({ channel: 'C0NONE', text: 'x' }))).toBe('channel_not_found');
    expect(await errorOf(web.chat.postMessage({ channel: archived, text: 'x' }))).toBe('is_archived');
    expect(await errorOf(web.chat.postMessage({ channel: foreign, text: 'x' }))).toBe('not_in_channel');
    expect(await errorOf(web.users.info({ user: 'U0NONE' }))).toBe('user_not_found');
  });

  test.each([
    ['51 blocks', Array.from({ length: 51 }, () => ({ type: 'divider' })), 'invalid_blocks'],
    ['a long header', [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }], 'invalid_blocks'],
    ['a long section', [{ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3001) } }], 'invalid_blocks'],
    ['too much in all', sections(5, 2900), 'msg_blocks_too_long'],
    ['just enough', sections(4, 3000), 'no error'],
  ])('%s', async (_, blocks, expected) => {
    expect(await errorOf(web.chat.postMessage({ channel, text: 'x', blocks }))).toBe(expected);
  });

  test('a text beyond 40,000 characters is cut', async () => {
    const { ts } = await web.chat.postMessage({ channel, text: 'y'.repeat(40_001) });
    const post = (await slack.posts({ channel })).find((one) => one.ts === ts);

    expect(post?.text).toHaveLength(40_000);
  });

  test('a pace is kept by channel', async () => {
    const { id: slow } = await slack.addChannel();
    await slack.setPace({ postsPerSecond: 1 }, slow);
    await web.chat.postMessage({ channel: slow, text: 'one' });

    await expect(web.chat.postMessage({ channel: slow, text: 'two' })).rejects.toMatchObject({ retryAfter: 1 });
    await web.chat.postMessage({ channel, text: 'elsewhere' });
    expect((await slack.posts({ channel: slow })).map(({ text }) => text)).toEqual(['one']);
  });
});

describe('reading back', () => {
  test('metadata comes only on request', async () => {
    const { id: quiet } = await slack.addChannel();
    const metadata = { event_type: 'delivery', event_payload: { key: 'k2' } };
    await web.chat.postMessage({ channel: quiet, text: 'with metadata', metadata });
    const without = await web.conversations.history({ channel: quiet });
    const whole = await web.conversations.history({ channel: quiet, include_all_metadata: true });

    expect(without.messages?.[0]).not.toHaveProperty('metadata');
    expect(whole.messages).toMatchObject([{ text: 'with metadata', metadata, app_id: slack.home.appId }]);
  });

  test('history goes back in pages, without replies', async () => {
    const { id: long } = await slack.addChannel();
    const [first] = await inOrder(['a', 'b', 'c'], (text) => web.chat.postMessage({ channel: long, text }));
    await web.chat.postMessage({ channel: long, text: 'reply', thread_ts: first!.ts! });
    const newest = await web.conversations.history({ channel: long, limit: 2 });
    const older = await web.conversations.history({ channel: long, cursor: newest.response_metadata!.next_cursor! });

    expect(newest.messages?.map(({ text }) => text)).toEqual(['c', 'b']);
    expect(newest.has_more).toBe(true);
    expect(older.messages).toMatchObject([{ text: 'a', reply_count: 1, thread_ts: first!.ts }]);
    expect(older.has_more).toBe(false);
  });

  test('replies come oldest first behind their root, within the range asked for', async () => {
    const { ts: root } = await web.chat.postMessage({ channel, text: 'root' });
    const [, two] = await inOrder(['1', '2', '3'], (text) => web.chat.postMessage({ channel, text, thread_ts: root! }));
    const texts = async (range: object): Promise<unknown> =>
      (await web.conversations.replies({ channel, ts: root!, ...range })).messages?.map(({ text }) => text);

    expect(await texts({})).toEqual(['root', '1', '2', '3']);
    expect(await texts({ oldest: two!.ts! })).toEqual(['root', '3']);
    expect(await texts({ oldest: two!.ts!, inclusive: true })).toEqual(['root', '2', '3']);
    expect(await errorOf(web.conversations.replies({ channel, ts: '1.000001' }))).toBe('thread_not_found');
  });

  test('people and channels are described', async () => {
    const { user } = await web.users.info({ user: ada });
    const { channel: described } = await web.conversations.info({ channel });

    expect(user?.profile).toMatchObject({ display_name: 'Ada', image_72: 'https://img.example/ada.png' });
    expect(described).toMatchObject({ id: channel, name: 'acme', is_member: true, is_archived: false });
  });

  test('JSON bodies are read as forms are', async () => {
    const response = await fetch(`${slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${slack.home.botToken}` },
      body: JSON.stringify({ channel, text: 'as JSON', blocks: sections(1, 3) }),
    });

    expect(await response.json()).toMatchObject({ ok: true, channel });
  });
});

function sections(count: number, length: number) {
  return Array.from({ length: count }, () => ({
    type: 'section',
    text: { type: 'mrkdwn' as const, text: 'x'.repeat(length) },
  }));
}

async function inOrder<T, R>(items: readonly T[], act: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await act(item));
  return results;
}
