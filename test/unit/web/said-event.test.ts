import { expect, test } from '@jest/globals';
import { saidEvent, toMessageSaid } from '../../../adapters/web/said-event.ts';
import type { Entry } from '../../../src/chat/history.ts';
import { plain } from '../../../src/chat/rich-text.ts';

const at = new Date('2026-03-02T09:00:00.123Z');
const said = {
  channelId: 'northwind',
  messageId: 'maria.1',
  threadId: null,
  userId: 'maria',
  text: plain('Hello'),
  at,
};

const anEntry = (more: Partial<Entry>): Entry => ({
  channelId: 'northwind',
  messageId: 'maria.1',
  threadId: null,
  number: 4,
  version: 7,
  author: { kind: 'person', userId: 'maria' },
  content: { kind: 'text', text: plain('Hello') },
  announce: false,
  visibleTo: null,
  saidAt: null,
  postedAt: at,
  isEdited: false,
  isRemoved: false,
  reactions: [],
  ...more,
});

test('what somebody said, in the core’s words', () => {
  expect(saidEvent(said)).toEqual({
    platform: 'web',
    workspaceId: 'web',
    channelId: 'northwind',
    kind: 'message-said',
    key: 'web:northwind:maria.1',
    messageId: 'maria.1',
    userId: 'maria',
    text: plain('Hello'),
    mentionsBot: false,
    position: at.getTime() * 1_000,
    at,
  });
});

test('a reply bears its thread', () => {
  expect(saidEvent({ ...said, threadId: 'tom.1' })).toMatchObject({ threadId: 'tom.1' });
});

test('what is kept is the same event that its arrival was', () => {
  expect(toMessageSaid(anEntry({}))).toEqual(saidEvent(said));
  expect(toMessageSaid(anEntry({ threadId: 'tom.1' }))).toEqual(saidEvent({ ...said, threadId: 'tom.1' }));
});

test('what the product posted is nobody’s words', () => {
  expect(toMessageSaid(anEntry({ author: { kind: 'product', name: 'Bo', avatarUrl: null } }))).toBeNull();
});
