import type { Clock } from '../clock.ts';
import { conflict, invalid } from '../errors.ts';
import type { Unit } from '../storage/unit.ts';
import { ChannelSchema } from './channel.schema.ts';
import type { Channel } from './channel.ts';
import { checkGuest } from './installations/find-guest.ts';
import { MerchantSchema } from './merchant.schema.ts';

export type NewChannel = Omit<Channel, 'id' | 'lostAt' | 'foundAt' | 'createdAt'>;

/** Gives a channel its role. @throws when it has one, its merchant is missing or unknown, or its workspace another's */
export async function connectChannel(clock: Clock, unit: Unit, channel: NewChannel): Promise<Channel> {
  await checkMerchant(unit, channel);
  await checkGuest(unit, channel);
  const row = { ...channel, lostAt: null, foundAt: null, createdAt: clock.now() };
  const id = await unit.insertOnce(ChannelSchema, row);
  if (id === null) throw conflict(`Channel ${channel.channelId} is connected already.`);
  return { id, ...row };
}

async function checkMerchant(unit: Unit, { role, merchantId }: NewChannel): Promise<void> {
  if (role === 'merchant' && merchantId === null) {
    throw invalid('merchantId is missing: say whose channel this is.');
  }
  if (merchantId === null) return;
  const merchant = await unit.findOne(MerchantSchema, { where: { id: merchantId } });
  if (!merchant) throw invalid(`merchantId ${merchantId} is not known: create the merchant first.`);
}

/** The channel is everybody's desk from now on: of several, the one that was connected last is. */
export async function makeSharedDesk(clock: Clock, unit: Unit, { id, lostAt, ...desk }: Channel): Promise<Channel> {
  await unit.remove(ChannelSchema, { id });
  return connectChannel(clock, unit, desk);
}
