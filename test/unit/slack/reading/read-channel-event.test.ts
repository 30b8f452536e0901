import { describe, expect, test } from '@jest/globals';
import { readChannelEvent } from '../../../../adapters/slack/reading/read-channel-event.ts';
import { aChannelEvent, BOT_USER, CHANNEL, PERSON, RECEIVER, TEAM } from '../support/an-event.ts';

describe('an event about a channel', () => {
  test('is told as lost, as of the time at which it happened', () => {
    expect(readChannelEvent(aChannelEvent('channel_left'), RECEIVER)).toEqual({
      kind: 'channel-lost',
      key: `slack:${CHANNEL}:channel_left:1764000009.000100`,
      platform: 'slack',
      workspaceId: TEAM,
      channelId: CHANNEL,
      at: new Date('2025-11-24T16:00:09.000Z'),
    });
  });

  test.each(['channel_archive', 'channel_deleted', 'group_archive', 'group_deleted', 'group_left'])(
    '%s: lost, too, whoever did it',
    (type) => {
      for (const who of [{ user: PERSON }, { actor_id: PERSON }, {}]) {
        expect(readChannelEvent(aChannelEvent(type, who), RECEIVER)).toMatchObject({ kind: 'channel-lost' });
      }
    },
  );

  test.each(['channel_unarchive', 'group_unarchive'])('%s: found', (type) => {
    expect(readChannelEvent(aChannelEvent(type, { user: PERSON }), RECEIVER)).toMatchObject({
      kind: 'channel-found',
      wasInvited: false,
    });
  });

  test('our bot joins: found; somebody else does: nothing', () => {
    const joined = (user: string) => readChannelEvent(aChannelEvent('member_joined_channel', { user }), RECEIVER);
    expect(joined(BOT_USER)).toMatchObject({ kind: 'channel-found', wasInvited: true });
    expect(joined(PERSON).kind).toBe('skipped');
    const unknown = { ...RECEIVER, botUserId: undefined };
    expect(readChannelEvent(aChannelEvent('member_joined_channel'), unknown).kind).toBe('skipped');
  });

  test.each([
    ['of no channel', aChannelEvent('channel_left', { channel: '' })],
    ['of a channel that is no id', aChannelEvent('channel_left', { channel: { id: CHANNEL } })],
    ['of no time', aChannelEvent('channel_left', { event_ts: undefined })],
    ['of another type', aChannelEvent('channel_rename')],
    ['that is no object', 'channel_left'],
  ])('%s is left alone', (_, event) => {
    expect(readChannelEvent(event, RECEIVER)).toMatchObject({ kind: 'skipped', surprising: true });
  });
});
