import type { Address } from '../../src/chat/address.ts';
import type { TeamsActivity } from './activity.ts';
import { TEAMS } from './teams-config.ts';

/** Where everybody belongs who comes without a tenant, which only the local playground's do. */
const NO_TENANT = 'local';

const THREAD = /;messageid=(\d+)$/;

export const tenantOf = ({ channelData, conversation }: TeamsActivity): string =>
  channelData?.tenant?.id ?? conversation.tenantId ?? NO_TENANT;

/**
 * Where something happened: a channel's posts and their threads are conversations of one id, with the thread's first
 * message behind it.
 */
export function placeOf(activity: TeamsActivity): Address {
  const { id } = activity.conversation;
  const threadId = THREAD.exec(id)?.[1];
  return {
    platform: TEAMS,
    workspaceId: tenantOf(activity),
    channelId: id.replace(THREAD, ''),
    // A thread's first message names itself.
    ...(threadId !== undefined && threadId !== activity.id && { threadId }),
  };
}

/** The conversation behind an address, as Teams has it. */
export const conversationOf = ({ channelId, threadId }: Pick<Address, 'channelId' | 'threadId'>): string =>
  threadId === undefined ? channelId : `${channelId};messageid=${threadId}`;

/** Between the bot and one person. */
export const isPersonal = ({ conversation }: TeamsActivity): boolean => conversation.conversationType === 'personal';
