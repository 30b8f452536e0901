import type { Reader, Unit } from '../storage/unit.ts';
import { ChannelSchema } from './channel.schema.ts';
import { CHANNEL_ROLES, type Channel, type ChannelRole } from './channel.ts';
import { findChannel } from './find-channel.ts';

/** A channel by its own id. */
export type ChannelPlace = Pick<Channel, 'platform' | 'channelId'>;

/** @param place a conversation that has no channel yet is lost in none */
export async function isLost(
  reader: Reader,
  { platform, channelId }: Pick<ChannelPlace, 'platform'> & { readonly channelId: string | null },
): Promise<boolean> {
  const channel = channelId === null ? null : await findChannel(reader, platform, channelId);
  return channel !== null && channel.lostAt !== null;
}

/**
 * We could not post there any more at this time.
 * @returns the channel, the first time; null when it was known, has been found since, or is not connected
 */
export async function markLost(unit: Unit, place: ChannelPlace, lostAt: Date): Promise<Channel | null> {
  const channel = await lockChannel(unit, place);
  if (channel?.lostAt !== null || isLater(channel.foundAt, lostAt)) return null;
  await unit.update(ChannelSchema, { id: channel.id }, { lostAt });
  return { ...channel, lostAt };
}

/**
 * We could post there at this time.
 * @returns since when it was lost, and the channel; null when it was not, or was lost after that
 */
export async function markFound(
  unit: Unit,
  place: ChannelPlace,
  foundAt: Date,
): Promise<(Channel & { readonly lostAt: Date }) | null> {
  const channel = await lockChannel(unit, place);
  if (!channel || isLater(channel.lostAt, foundAt) || isLater(channel.foundAt, foundAt)) return null;
  await unit.update(ChannelSchema, { id: channel.id }, { lostAt: null, foundAt });
  return channel.lostAt === null ? null : { ...channel, lostAt: channel.lostAt };
}

const lockChannel = (unit: Unit, { platform, channelId }: ChannelPlace): Promise<Channel | null> =>
  unit.lock(ChannelSchema, { platform, channelId });

const isLater = (one: Date | null, other: Date): boolean => one !== null && one > other;

/** How many channels of each role are lost. */
export async function countLost(reader: Reader): Promise<Record<ChannelRole, number>> {
  const rows = await reader.query<{ role: ChannelRole; channels: number }>(
    'SELECT role, COUNT(*) AS channels FROM channel WHERE lostAt IS NOT NULL GROUP BY role',
  );
  const count = (role: ChannelRole) => rows.find((row) => row.role === role)?.channels ?? 0;
  return Object.fromEntries(CHANNEL_ROLES.map((role) => [role, count(role)])) as Record<ChannelRole, number>;
}
