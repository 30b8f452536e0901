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
  run: (_, { sign }) => Promise.resolve(helpAfter('', sign)),
};

/** Everything that can be ordered of the desk, in the order in which it is explained. */
export const SUBCOMMANDS: ReadonlyMap<string, Subcommand> = new Map(
  Object.entries({ here, merchant, invite, mode, agent, away, back, status, admin, console: consoleLink, help }),
);

/** What is possible, behind what was wrong. @param sign what stands before an order */
export function helpAfter(fault: string, sign: string): string {
  const lines = [...SUBCOMMANDS.values()].map(
    ({ usages, does }) => `${usages.map((usage) => sign + usage).join(', ')}   ${does}`,
  );
  return [...(fault === '' ? [] : [`${fault} This is possible:`]), ...lines].join('\n');
}
