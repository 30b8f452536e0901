import type { CommandGiven } from '../../chat/inbound-event.ts';
import { findChannel } from '../../directory/find-channel.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { isSeenByAll } from '../seen-by-all.ts';
import { admin } from './admin.ts';
import { agent } from './agent.ts';
import { away, back } from './availability.ts';
import { consoleLink } from './console.ts';
import { here } from './here.ts';
import { invite } from './invite.ts';
import { merchant } from './merchant.ts';
import { mode } from './mode.ts';
import type { Subcommand } from './order.ts';
import { status } from './status.ts';

const help: Subcommand = {
  allowed: 'anyone',
  usages: ['desk help'],
  does: 'shows this',
  run: (deps, { event, sign }) => helpAfter(deps, event, '', sign),
};

/** Everything that can be ordered of the desk, in the order in which it is explained. */
export const SUBCOMMANDS: ReadonlyMap<string, Subcommand> = new Map(
  Object.entries({ here, merchant, invite, mode, agent, away, back, status, admin, console: consoleLink, help }),
);

/** What can be ordered of tickets; where merchants ask they read of nothing else. */
const OF_TICKETS: readonly Line[] = [
  { usages: ['ticket'], does: 'asks for something in a form' },
  { usages: ['ticket list'], does: 'tells what is open' },
  { usages: ['ticket SB-1042'], does: 'tells how that one stands' },
];

type Line = Pick<Subcommand, 'usages' | 'does'>;

/** What is possible there, behind what was wrong. @param sign what stands before an order */
export async function helpAfter(deps: DeskDeps, event: CommandGiven, fault: string, sign: string): Promise<string> {
  const possible = [...((await isForMerchants(deps, event)) ? [] : SUBCOMMANDS.values()), ...OF_TICKETS];
  const lines = possible.map(({ usages, does }) => `${usages.map((usage) => sign + usage).join(', ')}   ${does}`);
  return [...(fault === '' ? [] : [`${fault} This is possible:`]), ...lines].join('\n');
}

/** Where an answer is for one person alone, those who set things up read all of it in a merchant's place, too. */
async function isForMerchants(deps: DeskDeps, { platform, channelId }: CommandGiven): Promise<boolean> {
  if (!isSeenByAll(deps, { platform })) return false;
  const channel = await deps.storage.read((reader) => findChannel(reader, platform, channelId));
  return channel?.role === 'merchant';
}
