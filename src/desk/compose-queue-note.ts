import { In } from 'typeorm';
import { AgentSchema } from '../assignment/agents/agent.schema.ts';
import { findRound, hadTheirSay } from '../assignment/offers/find-offer.ts';
import { findWaiting } from '../assignment/queue/waiting-queue.ts';
import type { CardBlock } from '../chat/card.ts';
import { plain } from '../chat/rich-text.ts';
import { isolate } from '../chat/rich-text/isolate.ts';
import type { Composer } from '../delivery/compose.ts';
import type { Reader } from '../storage/unit.ts';
import { isOpen } from '../tickets/ticket-status.ts';
import { ticketNumber } from '../tickets/ticket.ts';
import { actionId } from './actions/action-id.ts';
import { readTicketWords, type TicketWords, type WordsDeps } from './ticket-words.ts';

/** What the desk is told when a ticket finds no agent; afterwards, what became of it. */
export function createQueueNoteComposer({ storage }: WordsDeps): Composer {
  return async (payload) => {
    const { ticketId, waitId } = payload as { ticketId: number; waitId: number };
    const read = await storage.read((reader) => readNote(reader, ticketId, waitId));
    if (!read) return null;
    const { words, waits, asked } = read;
    const line = waits ? waitingLine(words, asked) : whatBecame(words);
    const text: CardBlock = { kind: 'text', text: plain(line) };
    const action = actionId('assign-to-me', ticketId);
    const take: CardBlock = { kind: 'actions', actions: [{ kind: 'button', label: 'Assign to me', action }] };
    const card = { blocks: waits ? [text, take] : [text] };
    return { content: { kind: 'card', card, summary: line }, announce: true };
  };
}

async function readNote(reader: Reader, ticketId: number, waitId: number) {
  const words = await readTicketWords(reader, ticketId);
  if (!words) return null;
  const waiting = await findWaiting(reader, ticketId);
  if (waiting?.id !== waitId) return { words, waits: false, asked: [] };
  return { words, waits: true, asked: await namesOfAsked(reader, ticketId, waiting.round) };
}

async function namesOfAsked(reader: Reader, ticketId: number, round: number): Promise<string[]> {
  const offers = await findRound(reader, ticketId, round);
  const agents = await reader.find(AgentSchema, { where: { id: In(offers.map(({ agentId }) => agentId)) } });
  return [...hadTheirSay(offers, agents)].flatMap((agentId) => agents.find(({ id }) => id === agentId)?.name ?? []);
}

function waitingLine({ ticket, merchant, search }: TicketWords, asked: readonly string[]): string {
  const number = ticketNumber(ticket);
  if (search?.kind === 'asking')
    return `${number} from ${isolate(merchant)} is being offered to ${isolate(search.agent)}.`;
  const why = asked.length === 0 ? 'Nobody is free.' : `${listNames(asked)} did not take it.`;
  return `${number} from ${isolate(merchant)} waits for an agent. ${why} It goes to the first who is free.`;
}

/** In words that stay true, whatever becomes of the ticket later. */
function whatBecame({ ticket, merchant, assignee }: TicketWords): string {
  const waited = `${ticketNumber(ticket)} from ${isolate(merchant)} waited for an agent`;
  if (!isOpen(ticket.status)) return `${waited} and was ${ticket.status}.`;
  return assignee === null ? `${waited}.` : `${waited} and went to ${isolate(assignee)}.`;
}

/** The first few names: a note is no roll call. */
const MOST_NAMES = 3;

function listNames(names: readonly string[]): string {
  if (names.length > MOST_NAMES) return `${names.length} agents were asked and`;
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(names.map(isolate));
}
