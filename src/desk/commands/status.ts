import { IsNull } from 'typeorm';
import { AgentSchema } from '../../assignment/agents/agent.schema.ts';
import { isolate } from '../../chat/rich-text/isolate.ts';
import type { Channel } from '../../directory/channel.ts';
import { findChannel } from '../../directory/find-channel.ts';
import { Scope } from '../../directory/scope.ts';
import type { Reader } from '../../storage/unit.ts';
import { whileOpen } from '../../tickets/find-ticket.ts';
import { TicketSchema } from '../../tickets/ticket.schema.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { findGaps } from '../find-gaps.ts';
import { isSeenByAll } from '../seen-by-all.ts';
import type { Subcommand } from './order.ts';
import { nameOfMerchantIn } from './place.ts';

/** More names than these say nothing more. */
const SHOWN_NAMES = 20;

export const status: Subcommand = {
  allowed: 'agents',
  usages: ['desk status'],
  does: 'tells what is connected, what is open, who is there, and what is still missing',
  run: (deps, { event, sign }) =>
    deps.storage.read(async (reader) => {
      const channel = await findChannel(reader, event.platform, event.channelId);
      const lines = [await whatIsHere(deps, reader, channel), await whatIsOpen(reader, channel)];
      const isNaming = channel?.role === 'desk' || !isSeenByAll(deps, event);
      return [...lines, await whoIsThere(reader, isNaming), ...(await whatIsMissing(reader, sign))].join('\n');
    }),
};

async function whatIsHere({ platforms }: DeskDeps, reader: Reader, channel: Channel | null): Promise<string> {
  if (!channel) return 'This channel is not connected.';
  const bringIn = platforms.get(channel.platform)?.abilities.bringIn ?? '';
  const lost = channel.lostAt === null ? '' : ` I cannot post here any more: ${bringIn} again.`;
  if (channel.role === 'digest') return `Digests are posted here.${lost}`;
  if (channel.role === 'merchant') {
    return `This is ${await nameOfMerchantIn(reader, channel)}’s channel, mode ${channel.mode}.${lost}`;
  }
  const whose = channel.merchantId === null ? '' : ` for ${await nameOfMerchantIn(reader, channel)} alone`;
  return `This is the desk${whose}.${lost}`;
}

/** Those of the merchant whose place it is; elsewhere all. */
async function whatIsOpen(reader: Reader, channel: Channel | null): Promise<string> {
  const scope = new Scope(channel?.merchantId ?? null);
  const where = { status: whileOpen() };
  const open = await reader.count(TicketSchema, scope.own(where));
  const free = await reader.count(TicketSchema, scope.own({ ...where, assignedTo: IsNull() }));
  return open === 0 ? 'No ticket is open.' : `Open tickets: ${open}, of which nobody has ${free}.`;
}

/** @param isNaming only agents read it, and no merchant */
async function whoIsThere(reader: Reader, isNaming: boolean): Promise<string> {
  const agents = await reader.find(AgentSchema, { where: { isAvailable: true }, order: { id: 'ASC' } });
  if (agents.length === 0) return 'No agent is available.';
  if (!isNaming) return `Agents who are available: ${agents.length}.`;
  const names = agents.slice(0, SHOWN_NAMES).map(({ name }) => isolate(name));
  const more = agents.length > SHOWN_NAMES ? ` and ${agents.length - SHOWN_NAMES} more` : '';
  return `Available: ${names.join(', ')}${more}.`;
}

const whatIsMissing = async (reader: Reader, sign: string): Promise<string[]> =>
  (await findGaps(reader, sign)).map(({ missing, remedy }) => `Missing: ${missing}. ${remedy}`);
