import { IsNull } from 'typeorm';
import type { PlatformName } from '../chat/address.ts';
import type { Reader } from '../storage/unit.ts';
import { ChannelSchema } from './channel.schema.ts';
import type { Channel } from './channel.ts';

export function findChannel(reader: Reader, platform: PlatformName, channelId: string): Promise<Channel | null> {
  return reader.findOne(ChannelSchema, { where: { platform, channelId } });
}

const LATEST = { id: 'DESC' } as const;

/** Where a merchant's tickets appear: the desk that is theirs alone, else everybody's; the one connected last. */
export async function findDesk(reader: Reader, merchantId: number): Promise<Channel | null> {
  const own = await reader.findOne(ChannelSchema, { where: { role: 'desk', merchantId }, order: LATEST });
  return own ?? findSharedDesk(reader);
}

/** Everybody's desk. */
export const findSharedDesk = (reader: Reader): Promise<Channel | null> =>
  reader.findOne(ChannelSchema, { where: { role: 'desk', merchantId: IsNull() }, order: LATEST });

/** Where a merchant is written to first: the channel that was connected first. */
export function findMerchantChannel(reader: Reader, merchantId: number): Promise<Channel | null> {
  return reader.findOne(ChannelSchema, { where: { role: 'merchant', merchantId }, order: { id: 'ASC' } });
}
