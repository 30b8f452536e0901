import type { ChannelFound } from '../chat/inbound-event.ts';
import { connectChannel } from '../directory/connect-channel.ts';
import type { Guest } from '../directory/installations/find-guest.ts';
import type { Unit } from '../storage/unit.ts';
import { SWITCHBOARD, writeAudit } from '../tickets/audit.ts';
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
  const { platform, workspaceId, channelId } = event;
  await connectChannel(deps.clock, unit, {
    platform,
    workspaceId,
    channelId,
    role: 'merchant',
    merchantId,
    mode: 'auto',
  });
  await writeAudit(deps.clock, unit, null, SWITCHBOARD, 'channel-connected', { channelId, merchantId });
  return true;
}
