import type { Address, PlatformName } from '../chat/address.ts';

/** `merchant`: its messages are asked for help in; `desk`: the agents' place; `digest`: managers read there. */
export const CHANNEL_ROLES = ['merchant', 'desk', 'digest'] as const;
export type ChannelRole = (typeof CHANNEL_ROLES)[number];

/** What opens a ticket in a merchant's channel: any message, one that names our bot, or a ticket reaction. */
export const CHANNEL_MODES = ['auto', 'mention', 'reaction'] as const;
export type ChannelMode = (typeof CHANNEL_MODES)[number];

/** A connected channel. It is found by its own id, whichever workspace an event came through. */
export interface Channel {
  readonly id: number;
  readonly platform: PlatformName;
  /** The workspace that posts into it. */
  readonly workspaceId: string;
  readonly channelId: string;
  readonly role: ChannelRole;
  /** Whose channel it is; for a desk: whose tickets alone it takes. */
  readonly merchantId: number | null;
  readonly mode: ChannelMode;
  /** Since when we cannot post there any more: it is gone, or we were removed. */
  readonly lostAt: Date | null;
  /** When we heard last that we can post there again; what was said to be lost before that is not. */
  readonly foundAt: Date | null;
  readonly createdAt: Date;
}

export const addressOfChannel = ({ platform, workspaceId, channelId }: Channel): Address => ({
  platform,
  workspaceId,
  channelId,
});
