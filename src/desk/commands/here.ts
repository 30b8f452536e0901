import type { Channel } from '../../directory/channel.ts';
import { checkThreads } from '../../directory/check-threads.ts';
import { connectChannel, makeSharedDesk } from '../../directory/connect-channel.ts';
import { findSharedDesk } from '../../directory/find-channel.ts';
import type { Unit } from '../../storage/unit.ts';
import { writeAudit } from '../../tickets/audit.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { nameOfMerchantIn, placeFor } from './place.ts';
import { refuse } from '../../errors.ts';
import { channelOf, onceFor, type Order, type Subcommand } from './order.ts';

const DONE = 'This channel is the desk now: new tickets appear here, each in a thread of its own.';
const MOVED = 'Tickets that are open stay where they are.';

export const here: Subcommand = {
  allowed: 'admins',
  usages: ['desk here'],
  does: 'makes this channel the desk, where agents answer',
  run: (deps, order) => onceFor(deps, order, (unit) => makeDesk(deps, unit, order)),
};

async function makeDesk({ clock, platforms }: DeskDeps, unit: Unit, order: Order): Promise<string> {
  checkThreads(platforms, order.event);
  const channel = await channelOf(unit, order);
  const before = await findSharedDesk(unit);
  if (channel) await checkMayBeDesk(unit, channel);
  if (channel && channel.id === before?.id) return 'This channel is the desk already.';
  const desk = channel
    ? await makeSharedDesk(clock, unit, channel)
    : await connectChannel(clock, unit, { ...placeFor(order), role: 'desk', merchantId: null, mode: 'auto' });
  await writeAudit(clock, unit, null, order.by, 'desk-connected', {
    channelId: desk.channelId,
    before: before?.channelId ?? null,
  });
  return before
    ? `${DONE} ${MOVED}`
    : `${DONE} Next: \`${order.sign}desk agent\`, then \`${order.sign}desk merchant\` in a merchant’s channel.`;
}

/** Whatever agents say at the desk is read by everybody in it. */
async function checkMayBeDesk(unit: Unit, channel: Channel): Promise<void> {
  if (channel.role === 'merchant') {
    const name = await nameOfMerchantIn(unit, channel);
    throw refuse(`This is ${name}’s channel, and they would read what agents say. Make another channel the desk.`);
  }
  if (channel.role === 'digest') throw refuse('Digests are posted here. Make another channel the desk.');
  if (channel.merchantId !== null) {
    throw refuse(`This is the desk for ${await nameOfMerchantIn(unit, channel)} alone, and stays it.`);
  }
}
