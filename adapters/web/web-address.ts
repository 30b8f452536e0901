import type { Address } from '../../src/chat/address.ts';
import { WEB_WORKSPACE } from '../../src/chat/web-workspace.ts';

export const WEB = WEB_WORKSPACE.platform;

export const webAddress = (channelId: string, threadId: string | null = null): Address => ({
  ...WEB_WORKSPACE,
  channelId,
  ...(threadId !== null && { threadId }),
});

/** The direct conversation between the product and a person. */
export const directChannelOf = (userId: string): string => `dm-${userId}`;
