import { IsNull, Not } from 'typeorm';
import type { PlatformName } from '../chat/address.ts';
import type { Unit } from '../storage/unit.ts';
import { ChannelSchema } from './channel.schema.ts';
import type { Channel } from './channel.ts';

/** We cannot post there any more. @returns the channel, the first time; null when it was known, or is not connected */
export async function markLost(
  unit: Unit,
  platform: PlatformName,
  channelId: string,
  lostAt: Date,
): Promise<Channel | null> {
  if ((await unit.update(ChannelSchema, { platform, channelId, lostAt: IsNull() }, { lostAt })) === 0) return null;
  return unit.findOne(ChannelSchema, { where: { platform, channelId } });
}

/** We can post there again. @returns the channel as it was while it was lost; null when it was not */
export async function markFound(unit: Unit, platform: PlatformName, channelId: string): Promise<Channel | null> {
  const lost = { platform, channelId, lostAt: Not(IsNull()) };
  const channel = await unit.findOne(ChannelSchema, { where: lost });
  if (channel) await unit.update(ChannelSchema, lost, { lostAt: null });
  return channel;
}
