import type { Address } from '../chat/address.ts';
import type { ChannelFound } from '../chat/inbound-event.ts';
import { connectChannel } from '../directory/connect-channel.ts';
import type { Guest } from '../directory/installations/find-guest.ts';
import type { Unit } from '../storage/unit.ts';
import { SWITCHBOARD, writeAudit, type Actor } from '../tickets/audit.ts';
import type { DeskDeps } from './desk-deps.ts';
import { greet } from './greeting.ts';

/**
 * Our bot was invited in a guest's workspace: that alone connects the channel, as its merchant's and nobody else's.
 * People there can order nothing. @returns false when there is nothing to do
 */
export async function connectGuest(
  deps: DeskDeps,
  unit: Unit,
  event: ChannelFound,
  { merchantId }: Guest,
): Promise<boolean> {
  if (!(await greet(deps, unit, event, true))) return false;
  await connectForMerchant(deps, unit, event, merchantId, SWITCHBOARD);
  return true;
}

/** Makes a place in which nothing is connected a merchant's. */
export async function connectForMerchant(
  { clock }: DeskDeps,
  unit: Unit,
  { platform, workspaceId, channelId }: Address,
  merchantId: number,
  by: Actor,
): Promise<void> {
  const place = { platform, workspaceId, channelId };
  await connectChannel(clock, unit, { ...place, role: 'merchant', merchantId, mode: 'auto' });
  await writeAudit(clock, unit, null, by, 'channel-connected', { channelId, merchantId });
}
