import { describe, expect, test } from '@jest/globals';
import { readReactionEvent } from '../../../adapters/slack/read-reaction.ts';
import { aReaction, BOT_USER, CHANNEL, PERSON, RECEIVER, TEAM, TS } from './support/an-event.ts';

describe('a reaction', () => {
  test('is told with the character that it stands for', () => {
    expect(readReactionEvent(aReaction(), RECEIVER)).toEqual({
      kind: 'reaction-added',
      key: `slack:${CHANNEL}:${TS}:reaction:${PERSON}:ticket`,
      platform: 'slack',
      workspaceId: TEAM,
      channelId: CHANNEL,
      messageId: TS,
      userId: PERSON,
      emoji: '🎫',
      at: new Date('2025-11-24T16:00:09.000Z'),
    });
  });

  test.each([
    ['wave::skin-tone-3', '👋🏼'],
    ['acme_logo', 'acme_logo'],
    ['constructor', 'constructor'],
  ])('%s is shown as %s', (reaction, emoji) => {
    expect(readReactionEvent(aReaction({ reaction }), RECEIVER)).toMatchObject({ emoji });
  });

  test('has a key that fits its column, whatever its name', () => {
    const reading = readReactionEvent(aReaction({ reaction: 'x'.repeat(100) }), RECEIVER);
    expect(reading.kind === 'reaction-added' && reading.key.length).toBeLessThanOrEqual(190);
  });

  test.each([
    ['to a file', aReaction({ item: { type: 'file', file: 'F1' } })],
    ['of our own bot', aReaction({ user: BOT_USER })],
    ['without a message', aReaction({ item: null })],
    ['that is no object', 7],
  ])('%s is left alone', (_, event) => {
    expect(readReactionEvent(event, RECEIVER).kind).toBe('skipped');
  });
});
