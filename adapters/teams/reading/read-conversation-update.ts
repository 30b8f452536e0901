import type { ChannelFound, ChannelLost } from '../../../src/chat/inbound-event.ts';
import { skipped, type Reading } from '../../../src/chat/reading.ts';
import type { TeamsActivity } from '../activity.ts';
import { isPersonal, tenantOf } from '../place.ts';
import { TEAMS } from '../teams-config.ts';
import { keyOf } from './key-of.ts';

/** What a team's own events mean for our posts in the channel they name. */
const CHANNEL_EVENTS: Readonly<Record<string, 'channel-lost' | 'channel-found'>> = {
  channelDeleted: 'channel-lost',
  channelRestored: 'channel-found',
};

/** A `conversationUpdate` activity: our bot came into a team or left it, or one of its channels went or came back. */
export function readConversationUpdate(activity: TeamsActivity): Reading<ChannelFound | ChannelLost> {
  if (isPersonal(activity)) return skipped('our bot and one person: nothing of a channel');
  const isBot = ({ id }: { readonly id: string }) => id === activity.recipient.id;
  if (activity.membersRemoved?.some(isBot)) return happened(activity, 'channel-lost', false);
  if (activity.membersAdded?.some(isBot)) return happened(activity, 'channel-found', true);
  const kind = CHANNEL_EVENTS[activity.channelData?.eventType ?? ''];
  return kind
    ? happened(activity, kind, false)
    : skipped(`conversationUpdate ${activity.channelData?.eventType ?? ''}`);
}

/**
 * An `installationUpdate` activity. Of a person's chat with our bot only this tells that the bot left it or came back; of
 * a team or a chat of several a `conversationUpdate` tells the same.
 */
export function readInstallationUpdate(activity: TeamsActivity): Reading<ChannelFound | ChannelLost> {
  if (!isPersonal(activity)) return skipped('conversationUpdate tells the same');
  if (activity.action === 'remove') return happened(activity, 'channel-lost', false);
  if (activity.action === 'add') return happened(activity, 'channel-found', false);
  return skipped(`installationUpdate ${activity.action ?? ''}`);
}

function happened(activity: TeamsActivity, kind: 'channel-lost' | 'channel-found', wasInvited: boolean) {
  const { channelData, conversation, timestamp } = activity;
  // A team's first channel has the id of the team.
  const channelId = channelData?.channel?.id ?? channelData?.team?.id ?? conversation.id;
  const what = {
    key: keyOf(channelId, kind, timestamp.toISOString()),
    platform: TEAMS,
    workspaceId: tenantOf(activity),
    channelId,
    at: timestamp,
  };
  return kind === 'channel-lost' ? { ...what, kind } : { ...what, kind, wasInvited };
}
