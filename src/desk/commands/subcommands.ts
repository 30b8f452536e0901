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
  usage: '/desk help',
  does: 'shows this',
  run: () => Promise.resolve(helpAfter('')),
};

/** Everything that `/desk` can do, in the order in which it is explained. */
export const SUBCOMMANDS: ReadonlyMap<string, Subcommand> = new Map(
  Object.entries({ here, merchant, invite, mode, agent, away, back, status, admin, console: consoleLink, help }),
);

/** What is possible, behind what was wrong. */
export function helpAfter(fault: string): string {
  const lines = [...SUBCOMMANDS.values()].map(({ usage, does }) => `${usage}   ${does}`);
  return [...(fault === '' ? [] : [`${fault} This is possible:`]), ...lines].join('\n');
}
