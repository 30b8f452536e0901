import { IsNull } from 'typeorm';
import type { PersonRef, PlatformName } from '../chat/address.ts';
import type { Reader } from '../storage/unit.ts';
import { ChannelSchema } from './channel.schema.ts';
import type { Channel } from './channel.ts';

export function findChannel(reader: Reader, platform: PlatformName, channelId: string): Promise<Channel | null> {
  return reader.findOne(ChannelSchema, { where: { platform, channelId } });
}

const LATEST = { id: 'DESC' } as const;

/** Where a merchant's tickets open: the desk that is theirs alone, else everybody's; on any platform, the one connected last. */
export async function findDesk(reader: Reader, merchantId: number): Promise<Channel | null> {
  const own = await reader.findOne(ChannelSchema, { where: { role: 'desk', merchantId }, order: LATEST });
  return own ?? findSharedDesk(reader);
}

/** Where those of one workspace answer a merchant: chosen as `findDesk` does, among the desks there that can be reached. */
export async function findDeskAt(
  reader: Reader,
  merchantId: number,
  { platform, workspaceId }: Pick<PersonRef, 'platform' | 'workspaceId'>,
): Promise<Channel | null> {
  const there = { role: 'desk', platform, workspaceId, lostAt: IsNull() } as const;
  const own = await reader.findOne(ChannelSchema, { where: { ...there, merchantId }, order: LATEST });
  return own ?? reader.findOne(ChannelSchema, { where: { ...there, merchantId: IsNull() }, order: LATEST });
}

/** Everybody's desk. */
export const findSharedDesk = (reader: Reader): Promise<Channel | null> =>
  reader.findOne(ChannelSchema, { where: { role: 'desk', merchantId: IsNull() }, order: LATEST });

/** Where a merchant is written to first: the channel that was connected first. */
export function findMerchantChannel(reader: Reader, merchantId: number): Promise<Channel | null> {
  return reader.findOne(ChannelSchema, { where: { role: 'merchant', merchantId }, order: { id: 'ASC' } });
}
