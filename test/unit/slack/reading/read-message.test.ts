import { describe, expect, test } from '@jest/globals';
import { MESSAGE_SUBTYPES } from '../../../../adapters/slack/reading/message-subtypes.ts';
import { readMessageEvent } from '../../../../adapters/slack/reading/read-message-event.ts';
import { APP, aMessage, aPostOfOurs, BOT, BOT_USER, CHANNEL, PERSON, RECEIVER, TEAM, TS } from '../support/an-event.ts';
import { plain } from '../../../../src/chat/rich-text.ts';

const read = (event: unknown, receiver: Parameters<typeof readMessageEvent>[1] = RECEIVER) =>
  readMessageEvent(event, receiver);
const kindOf = (event: unknown) => read(event).kind;

describe('a person speaks', () => {
  test('in a channel', () => {
    expect(read(aMessage())).toEqual({
      kind: 'message-said',
      key: `slack:${CHANNEL}:${TS}:said`,
      platform: 'slack',
      workspaceId: TEAM,
      channelId: CHANNEL,
      messageId: TS,
      userId: PERSON,
      text: plain('My payout is wrong'),
      mentionsBot: false,
      position: 1_764_000_000_000_247,
      at: new Date('2025-11-24T16:00:00.000Z'),
    });
  });

  test('in a thread; the first message of a thread is not its own reply', () => {
    expect(read(aMessage({ thread_ts: '1763999999.000100' }))).toMatchObject({ threadId: '1763999999.000100' });
    expect(read(aMessage({ thread_ts: TS }))).not.toHaveProperty('threadId');
  });

  test('and positions keep the microseconds that tell two messages apart', () => {
    const positions = ['1764000000.000001', '1764000000.000002', '1764000000.999999'].map((ts) => {
      const reading = read(aMessage({ ts }));
      return reading.kind === 'message-said' ? reading.position : undefined;
    });
    expect(positions).toEqual([1_764_000_000_000_001, 1_764_000_000_000_002, 1_764_000_000_999_999]);
  });

  test.each(['channel', 'group', 'mpim', 'im'])('in a conversation of type %s', (type) => {
    expect(kindOf(aMessage({ channel_type: type }))).toBe('message-said');
  });

  test('and calls our bot', () => {
    expect(read(aMessage({ text: `hey <@${BOT_USER}> help` }))).toMatchObject({ mentionsBot: true });
    expect(read(aMessage({ text: 'hey <@U0OTHER001>' }))).toMatchObject({ mentionsBot: false });
    expect(read(aMessage({ text: `&lt;@${BOT_USER}&gt;` }))).toMatchObject({ mentionsBot: false });
  });

  test('with what is no file, each named on a line of its own', () => {
    const event = aMessage({ subtype: 'file_share', files: [{ name: 'a.pdf' }, { title: 'Scan' }, null] });
    expect(read(event)).toMatchObject({
      text: plain('My payout is wrong\n[file: a.pdf]\n[file: Scan]\n[file: without a name]'),
    });
  });

  test('with files, and with nothing else', () => {
    const files = [{ id: 'F1', name: 'a.pdf', mimetype: 'application/pdf', size: 7, mode: 'hosted' }];
    const crossing = [{ nativeId: 'F1', name: 'a.pdf', type: 'application/pdf', bytes: 7 }];
    expect(read(aMessage({ subtype: 'file_share', files }))).toMatchObject({
      text: plain('My payout is wrong'),
      files: crossing,
    });
    expect(read(aMessage({ subtype: 'file_share', text: '', blocks: [], files }))).toMatchObject({
      text: [],
      files: crossing,
    });
    expect(read(aMessage({}))).not.toHaveProperty('files');
  });

  test('a file that our bot has shared is its receipt, with or without the bot’s id', () => {
    const files = [{ id: 'F1', name: 'a.pdf', mode: 'hosted' }];
    const seen = { kind: 'file-seen', uploadId: 'F1' };
    const ours = { subtype: 'file_share', user: BOT_USER, files };
    expect(read(aMessage(ours))).toMatchObject(seen);
    expect(read(aMessage({ ...ours, bot_id: BOT, app_id: APP }))).toMatchObject(seen);
    expect(read(aMessage({ ...ours, bot_id: 'B2', app_id: 'A0OTHER' }))).toMatchObject({ kind: 'skipped' });
    expect(read(aMessage({ ...ours, files: [] }))).toMatchObject({ kind: 'skipped' });
  });
});

describe('every subtype is decided', () => {
  test.each([...MESSAGE_SUBTYPES].map(([subtype, meaning]) => ({ subtype, meaning })))(
    '$subtype: $meaning',
    ({ subtype, meaning }) => {
      expect(kindOf(aMessage({ subtype }))).toBe(meaning === 'said' ? 'message-said' : 'skipped');
    },
  );

  test('words that only look like subtypes are not in the table', () => {
    for (const subtype of ['constructor', '__proto__', 'brand_new']) {
      expect(read(aMessage({ subtype }))).toEqual({ kind: 'unknown', platform: 'slack', type: `message/${subtype}` });
    }
    expect(read(aMessage({ subtype: '<b> of somebody' }))).toMatchObject({ kind: 'unknown', type: 'unreadable' });
    expect(read(aMessage({ subtype: 7 }))).toMatchObject({ kind: 'skipped', surprising: true });
  });

  test('edits and deletions, whose message stands one level down, do not count as malformed', () => {
    const event = { type: 'message', subtype: 'message_changed', channel: CHANNEL, ts: TS, message: aPostOfOurs() };
    expect(read(event)).toMatchObject({ kind: 'skipped', surprising: false });
  });
});

describe('our own posts and other bots', () => {
  test('a post of ours is the receipt for its delivery key', () => {
    expect(read(aPostOfOurs({ thread_ts: '1763999999.000100' }))).toEqual({
      kind: 'post-seen',
      key: `slack:${CHANNEL}:${TS}:seen`,
      platform: 'slack',
      workspaceId: TEAM,
      channelId: CHANNEL,
      messageId: TS,
      threadId: '1763999999.000100',
      at: new Date('2025-11-24T16:00:00.000Z'),
      deliveryKey: 'delivery-1',
    });
  });

  test('also one that was announced to the channel: a receipt, and nobody’s words', () => {
    const echo = { subtype: 'thread_broadcast', thread_ts: '1763999999.000100', root: aMessage() };
    expect(read(aPostOfOurs(echo))).toMatchObject({
      kind: 'post-seen',
      deliveryKey: 'delivery-1',
      messageId: TS,
      threadId: '1763999999.000100',
    });
    expect(kindOf(aPostOfOurs({ ...echo, metadata: undefined }))).toBe('skipped');
    expect(kindOf(aPostOfOurs({ ...echo, bot_id: undefined, app_id: undefined }))).toBe('skipped');
  });

  test('also when it wore an agent’s face and came as bot_message, or named the app in its profile only', () => {
    expect(kindOf(aPostOfOurs({ subtype: 'bot_message', user: undefined, username: 'Ada' }))).toBe('post-seen');
    expect(kindOf(aPostOfOurs({ app_id: undefined, bot_profile: { app_id: APP } }))).toBe('post-seen');
  });

  test.each([
    ['a post of ours without metadata', aPostOfOurs({ metadata: undefined })],
    ['one whose payload Slack left out', aPostOfOurs({ metadata: { event_type: 'switchboard_delivery' } })],
    ['an empty payload', aPostOfOurs({ metadata: { event_type: 'switchboard_delivery', event_payload: {} } })],
    ['another bot that copies our metadata', aPostOfOurs({ app_id: 'A0OTHER001' })],
    ['another bot of the same profile', aPostOfOurs({ app_id: undefined, bot_profile: { app_id: 'A0OTHER001' } })],
    ['other metadata', aPostOfOurs({ metadata: { event_type: 'other', event_payload: { key: 'x' } } })],
    ['a bot without subtype', aMessage({ bot_id: 'B0OTHER001' })],
    ['a bot with the subtype only', aMessage({ subtype: 'bot_message', user: undefined })],
    ['Slackbot', aMessage({ user: 'USLACKBOT' })],
    ['a hidden message', aMessage({ hidden: true })],
  ])('%s is nobody’s words', (_, event) => {
    expect(kindOf(event)).toBe('skipped');
  });

  test('a person cannot give a receipt, whatever metadata they attach', () => {
    expect(kindOf(aPostOfOurs({ bot_id: undefined, app_id: undefined, user: PERSON }))).toBe('message-said');
  });
});

describe('malformed events are left alone', () => {
  test.each([
    ['no object', null],
    ['a text', 'message'],
    ['no ts', aMessage({ ts: undefined })],
    ['a ts that is a number', aMessage({ ts: 1764000000.000247 })],
    ['a ts of another form', aMessage({ ts: '1e9.000001' })],
    ['no channel', aMessage({ channel: undefined })],
    ['nobody', aMessage({ user: undefined })],
    ['a user that is an object', aMessage({ user: {} })],
  ])('%s', (_, event) => {
    expect(read(event)).toMatchObject({ kind: 'skipped', surprising: true });
  });
});
