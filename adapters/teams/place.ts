import type { Address } from '../../src/chat/address.ts';
import type { TeamsActivity } from './activity.ts';
import { TEAMS } from './teams-config.ts';

/** Where everybody belongs who comes without a tenant, which only the local playground's do. */
const NO_TENANT = 'local';

const THREAD = /;messageid=(\d+)$/;

/** Channels of teams; chats, of two or of several, end otherwise and have no threads. The others are the local playground's. */
const CHANNEL = /@thread\.(tacv2|skype)$|^(team-id|channel-announcements-id)$/;

/** What is said in a chat goes on as one thread, to which Teams gives no name. */
const ALL_OF_CHAT = 'chat';

/** Whether it is a team's, in which posts begin threads. */
export const isChannel = (channelId: string): boolean => CHANNEL.test(channelId);

/** The one thread of a chat; undefined for a channel. */
export const oneThread = (channelId: string): string | undefined => (isChannel(channelId) ? undefined : ALL_OF_CHAT);

export const tenantOf = ({ channelData, conversation }: TeamsActivity): string =>
  channelData?.tenant?.id ?? conversation.tenantId ?? NO_TENANT;

/**
 * Where something happened: a channel's posts and their threads are conversations of one id, with the thread's first
 * message behind it.
 */
export function placeOf(activity: TeamsActivity): Address {
  const { id } = activity.conversation;
  const channelId = id.replace(THREAD, '');
  const threadId = oneThread(channelId) ?? THREAD.exec(id)?.[1];
  return {
    platform: TEAMS,
    workspaceId: tenantOf(activity),
    channelId,
    // A thread's first message names itself.
    ...(threadId !== undefined && threadId !== activity.id && { threadId }),
  };
}

/** The conversation behind an address, as Teams has it. */
export const conversationOf = ({ channelId, threadId }: Pick<Address, 'channelId' | 'threadId'>): string =>
  threadId === undefined || !isChannel(channelId) ? channelId : `${channelId};messageid=${threadId}`;

/** Between the bot and one person. */
export const isPersonal = ({ conversation }: TeamsActivity): boolean => conversation.conversationType === 'personal';

/** The same by its id, as Teams gives to the chats of bots: by `19:` begin those in which others are, too. */
export const isPersonalId = (channelId: string): boolean => channelId.startsWith('a:');
