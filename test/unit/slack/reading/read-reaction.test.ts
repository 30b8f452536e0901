import { describe, expect, test } from '@jest/globals';
import { readReactionEvent } from '../../../../adapters/slack/reading/read-reaction.ts';
import { aReaction, BOT_USER, CHANNEL, PERSON, RECEIVER, TEAM, TS } from '../support/an-event.ts';

const addedAt = (event_ts: string) => readReactionEvent(aReaction({ event_ts }), RECEIVER);
const keyOf = (reading: ReturnType<typeof readReactionEvent>) => (reading.kind === 'skipped' ? null : reading.key);

describe('a reaction', () => {
  test('is told with the character that it stands for', () => {
    expect(readReactionEvent(aReaction(), RECEIVER)).toEqual({
      kind: 'reaction-added',
      key: `slack:${CHANNEL}:${TS}:reaction_added:${PERSON}:ticket:1764000009.000100`,
      platform: 'slack',
      workspaceId: TEAM,
      channelId: CHANNEL,
      messageId: TS,
      userId: PERSON,
      emoji: '🎫',
      at: new Date('2025-11-24T16:00:09.000Z'),
      revision: 1_764_000_009_000_100,
    });
  });

  test('that is taken back is told as such, under a key of its own; put on again it is another one', () => {
    const off = readReactionEvent(aReaction({ type: 'reaction_removed' }), RECEIVER);
    expect(off).toMatchObject({ kind: 'reaction-removed', emoji: '🎫', userId: PERSON });
    const keys = [off, ...['1764000009.000100', '1764000011.000100'].map(addedAt)].map(keyOf);
    expect(new Set(keys).size).toBe(3);
  });

  test.each([
    ['wave::skin-tone-3', '👋🏼'],
    ['acme_logo', 'acme_logo'],
    ['constructor', 'constructor'],
  ])('%s is shown as %s', (reaction, emoji) => {
    expect(readReactionEvent(aReaction({ reaction }), RECEIVER)).toMatchObject({ emoji });
  });

  test('has a key that fits its column, whatever its name', () => {
    const longest = { type: 'reaction_removed', reaction: 'x'.repeat(100) };
    expect(keyOf(readReactionEvent(aReaction(longest), RECEIVER))!.length).toBeLessThanOrEqual(190);
  });

  test.each([
    ['to a file', aReaction({ item: { type: 'file', file: 'F1' } })],
    ['of our own bot', aReaction({ user: BOT_USER })],
    ['without a message', aReaction({ item: null })],
    ['of another type', aReaction({ type: 'reaction_moved' })],
    ['that is no object', 7],
  ])('%s is left alone', (_, event) => {
    expect(readReactionEvent(event, RECEIVER).kind).toBe('skipped');
  });
});
