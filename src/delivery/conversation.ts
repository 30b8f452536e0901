import type { Address, PlatformName } from '../chat/address.ts';

/**
 * Where posts go and replies come from: a thread in a channel, or the direct conversation with a person. It can be
 * written to before the platform knows it: a thread gets its id when its root is posted, a direct conversation its
 * channel when it is first opened.
 */
export interface Conversation {
  readonly id: number;
  readonly platform: PlatformName;
  readonly workspaceId: string;
  readonly channelId: string | null;
  /** The native id of the thread's first message. */
  readonly threadId: string | null;
  /** Whose direct conversation it is. */
  readonly personId: string | null;
}

/** The jobs that post into a conversation run in this lane: order belongs to the thread. */
export const laneOf = (conversation: Pick<Conversation, 'id'>): string => `conversation:${conversation.id}`;

/** Where it stands on its platform, as far as that is known. */
export function addressOf({ platform, workspaceId, channelId, threadId }: Conversation): Address | null {
  if (channelId === null) return null;
  return { platform, workspaceId, channelId, ...(threadId !== null && { threadId }) };
}
