import { describe, expect, test } from '@jest/globals';
import { readMessageEvent } from '../../../../adapters/slack/reading/read-message-event.ts';
import { aMessage, aPostOfOurs, BOT_USER, CHANNEL, PERSON, RECEIVER, TEAM, TS } from '../support/an-event.ts';
import { plain } from '../../../../src/chat/rich-text.ts';

const CHANGED_AT = '1764000100.000300';
const THREAD = '1763999999.000100';

const read = (event: unknown) => readMessageEvent(event, RECEIVER);

type Fields = Readonly<Record<string, unknown>>;

/** The message inside of an event has no channel of its own. */
const inner = (fields: Fields = {}) => ({ ...aMessage({ channel: undefined, event_ts: undefined, ...fields }) });
const edited = (ts = '1764000100.000000') => ({ edited: { user: PERSON, ts } });

const aChange = (message: Fields, before: Fields | undefined = inner(), fields: Fields = {}) => ({
  type: 'message',
  subtype: 'message_changed',
  hidden: true,
  channel: CHANNEL,
  ts: CHANGED_AT,
  event_ts: CHANGED_AT,
  message,
  previous_message: before,
  ...fields,
});

const aDeletion = (before: Fields | undefined = inner(), fields: Fields = {}) => ({
  type: 'message',
  subtype: 'message_deleted',
  hidden: true,
  channel: CHANNEL,
  ts: CHANGED_AT,
  event_ts: CHANGED_AT,
  deleted_ts: TS,
  previous_message: before,
  ...fields,
});

describe('a file of a message', () => {
  const file = (id: string, more: Fields = {}) => ({ id, name: `${id}.pdf`, mode: 'hosted', ...more });
  const before = inner({ subtype: 'file_share', files: [file('F1'), file('F2')] });

  test('that is deleted leaves a message that has it no more', () => {
    const after = { ...before, files: [file('F1'), { id: 'F2', mode: 'tombstone' }] };
    expect(read(aChange(after, before))).toMatchObject({
      kind: 'message-edited',
      said: { files: [{ nativeId: 'F1' }], text: plain('My payout is wrong\n[a file that was deleted]') },
    });
  });

  test('of which Slack has learned more makes no edit', () => {
    const after = { ...before, files: [file('F1', { thumb_64: 'https://files.slack.com/x', size: 3 }), file('F2')] };
    expect(read(aChange(after, before))).toMatchObject({ kind: 'skipped' });
  });
});

describe('an edit', () => {
  test('is the message in its newest words, under the key with which it came', () => {
    expect(read(aChange(inner({ text: 'It is right after all', ...edited() })))).toEqual({
      kind: 'message-edited',
      key: `slack:${CHANNEL}:${TS}:edited:${CHANGED_AT}`,
      platform: 'slack',
      workspaceId: TEAM,
      channelId: CHANNEL,
      at: new Date('2025-11-24T16:01:40.000Z'),
      revision: 1_764_000_100_000_300,
      said: {
        ...read(aMessage()),
        text: plain('It is right after all'),
        revision: 1_764_000_100_000_000,
      },
    });
  });

  test('of a reply knows its thread', () => {
    const reading = read(aChange(inner({ thread_ts: THREAD, text: 'b', ...edited() }), inner({ thread_ts: THREAD })));
    expect(reading).toMatchObject({ kind: 'message-edited', said: { threadId: THREAD } });
  });

  test('is one, too, when only the blocks, the files or the time of editing changed', () => {
    const blocks = [
      { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'c' }] }] },
    ];
    for (const message of [inner({ blocks }), inner({ files: [{ name: 'a.pdf' }] }), inner(edited())]) {
      expect(read(aChange(message)).kind).toBe('message-edited');
    }
  });

  test('of which the old words did not come is told by its time', () => {
    const event = (message: Fields) => ({ ...aChange(message), previous_message: undefined });
    expect(read(event(inner(edited()))).kind).toBe('message-edited');
    expect(read(event(inner())).kind).toBe('skipped');
  });
});

describe('a message that is shown anew, and says nothing new', () => {
  const attachments = [{ title: 'A page', text: 'Its preview', from_url: 'https://example.com' }];
  test.each([
    ['a link is previewed', inner({ attachments }), inner()],
    ['a preview of an edited message', inner({ attachments, ...edited() }), inner(edited())],
    ['its thread has a reply', inner({ thread_ts: TS, reply_count: 1, latest_reply: CHANGED_AT }), inner()],
    ['somebody follows it', inner({ subscribed: true }), inner({ subscribed: false })],
    ['somebody reacted', inner({ reactions: [{ name: 'eyes', users: [PERSON], count: 1 }] }), inner()],
  ])('%s', (_, message, before) => {
    expect(read(aChange(message, before))).toMatchObject({ kind: 'skipped', surprising: false });
  });
});

describe('a deletion', () => {
  test('names what was said by the key with which it came', () => {
    expect(read(aDeletion())).toEqual({
      kind: 'message-deleted',
      key: `slack:${CHANNEL}:${TS}:deleted:${CHANGED_AT}`,
      platform: 'slack',
      workspaceId: TEAM,
      channelId: CHANNEL,
      at: new Date('2025-11-24T16:01:40.000Z'),
      saidKey: `slack:${CHANNEL}:${TS}:said`,
      messageId: TS,
      revision: 1_764_000_100_000_300,
    });
  });

  test('of a reply knows its thread; one of which nothing is known is one all the same', () => {
    expect(read(aDeletion(inner({ thread_ts: THREAD })))).toMatchObject({ threadId: THREAD });
    expect(read({ ...aDeletion(), previous_message: undefined }).kind).toBe('message-deleted');
  });

  test('of a thread’s first message leaves a tombstone in its place', () => {
    const tombstone = { ...inner(), user: 'USLACKBOT', subtype: 'tombstone', hidden: true, text: 'It was deleted.' };
    const reading = read(aChange({ ...tombstone, thread_ts: TS }, inner({ thread_ts: TS })));
    expect(reading).toMatchObject({ kind: 'message-deleted', messageId: TS, revision: 1_764_000_100_000_300 });
  });
});

describe('our own posts and other bots', () => {
  const { channel: _, ...post } = aPostOfOurs();
  test.each([
    ['an edit of ours', aChange({ ...post, text: 'b', ...edited() }, post)],
    ['an edit of ours that names our account alone', aChange(inner({ user: BOT_USER, ...edited() }))],
    ['an edit by another bot', aChange(inner({ bot_id: 'B0OTHER001', ...edited() }))],
    ['a deletion of ours', aDeletion(post)],
    ['a deletion of ours that names our account alone', aDeletion(inner({ user: BOT_USER }))],
    ['a deletion of another bot’s', aDeletion(inner({ bot_id: 'B0OTHER001' }))],
    ['a tombstone of ours', aChange({ ...inner(), subtype: 'tombstone', hidden: true }, post)],
  ])('%s is left alone', (_name, event) => {
    expect(read(event)).toMatchObject({ kind: 'skipped', surprising: false });
  });
});

test.each([
  ['no message', aChange(7 as unknown as Fields)],
  ['no time', aChange(inner(edited()), inner(), { ts: undefined, event_ts: undefined })],
  ['no channel', aDeletion(inner(), { channel: undefined })],
  ['nothing that was deleted', aDeletion(inner(), { deleted_ts: undefined })],
])('a malformed change is left alone: %s', (_, event) => {
  expect(read(event)).toMatchObject({ kind: 'skipped', surprising: true });
});
