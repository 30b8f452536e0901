import type { Agent } from '../../assignment/agents/agent.ts';
import { findOpenOffersTo } from '../../assignment/offers/find-offer.ts';
import type { Offer } from '../../assignment/offers/offer.ts';
import type { MessageRef, PersonRef } from '../../chat/address.ts';
import type { CardAction, CardBlock } from '../../chat/card.ts';
import type { Inline } from '../../chat/rich-text.ts';
import { moment } from '../../chat/rich-text/own-words.ts';
import { MerchantSchema } from '../../directory/merchant.schema.ts';
import { findDeskCard } from '../../relay/find-sides.ts';
import type { Reader } from '../../storage/unit.ts';
import { findTicket, whileOpen } from '../../tickets/find-ticket.ts';
import { TicketSchema } from '../../tickets/ticket.schema.ts';
import type { Ticket, TicketPriority } from '../../tickets/ticket.ts';
import { findWaitingSince } from '../../tickets/waiting-since.ts';
import { actionId } from '../actions/action-id.ts';
import { findAgentAtHome } from '../forms/asking-place.ts';
import { labelOf, statusOf } from '../ticket-words.ts';
import { homeAction } from './home-action-id.ts';
import { line, shortName, ticketItem } from './home-item.ts';

export const SHOWN_OFFERS = 5;
export const SHOWN_TICKETS = 15;

/** A ticket as an agent sees it in a list. */
export interface AgentTicket {
  readonly ticket: Ticket;
  readonly merchant: string;
  /** When the merchant said what nobody has answered yet. */
  readonly waitingSince: Date | null;
  /** Null where it has no thread at the desk. */
  readonly thread: MessageRef | null;
}

export interface AgentPart {
  readonly isAvailable: boolean;
  /** What they are asked to take, first what has the least time. */
  readonly offers: readonly (AgentTicket & { readonly offer: Pick<Offer, 'id' | 'expiresAt'> })[];
  readonly moreOffers: number;
  /** What they have, the most urgent first, and of those who waits longest. */
  readonly tickets: readonly AgentTicket[];
  readonly moreTickets: number;
}

/** Null for whoever is no agent. */
export async function readAgentPart(reader: Reader, person: PersonRef): Promise<AgentPart | null> {
  const agent = await findAgentAtHome(reader, person);
  if (!agent) return null;
  const offers = inTime(await findOpenOffersTo(reader, agent.id));
  const tickets = await readInOrder(reader, agent);
  const shownOffers = [];
  for (const offer of offers.slice(0, SHOWN_OFFERS)) {
    const ticket = await findTicket(reader, offer.ticketId);
    if (ticket) shownOffers.push({ offer, ...(await describe(reader, ticket, null)) });
  }
  const shownTickets = [];
  for (const { ticket, since } of tickets.slice(0, SHOWN_TICKETS)) {
    shownTickets.push(await describe(reader, ticket, since));
  }
  return {
    isAvailable: agent.isAvailable,
    offers: shownOffers,
    moreOffers: offers.length - shownOffers.length,
    tickets: shownTickets,
    moreTickets: tickets.length - shownTickets.length,
  };
}

const timeOf = (at: Date | null): number => at?.getTime() ?? Infinity;

/** Without a NaN where neither has a time. */
const compare = (a: number, b: number): number => (a === b ? 0 : a - b);

const inTime = (offers: readonly Offer[]): Offer[] =>
  [...offers].sort((a, b) => compare(timeOf(a.expiresAt), timeOf(b.expiresAt)) || a.id - b.id);

const URGENCY: Readonly<Record<TicketPriority, number>> = { urgent: 0, high: 1, normal: 2, low: 3 };

/** Nobody has so many; of those behind them it is not asked how long they wait. */
const MOST_COMPARED = 100;

async function readInOrder(reader: Reader, { id }: Agent): Promise<{ ticket: Ticket; since: Date | null }[]> {
  const where = { assignedTo: id, status: whileOpen() };
  const open = await reader.find(TicketSchema, { where, order: { id: 'ASC' } });
  const urgentFirst = [...open].sort((a, b) => URGENCY[a.priority] - URGENCY[b.priority]);
  const tickets = [];
  for (const [index, ticket] of urgentFirst.entries()) {
    tickets.push({ ticket, since: index < MOST_COMPARED ? await findWaitingSince(reader, ticket.id) : null });
  }
  return tickets.sort(
    (a, b) => URGENCY[a.ticket.priority] - URGENCY[b.ticket.priority] || compare(timeOf(a.since), timeOf(b.since)),
  );
}

async function describe(reader: Reader, ticket: Ticket, waitingSince: Date | null): Promise<AgentTicket> {
  const merchant = await reader.findOne(MerchantSchema, { where: { id: ticket.merchantId } });
  const post = await findDeskCard(reader, ticket.id);
  return { ticket, merchant: merchant?.name ?? 'The merchant', waitingSince, thread: post?.ref ?? null };
}

/** What an agent has. */
export const ticketBlocks = (part: AgentPart, sign: string): CardBlock[] => [
  { kind: 'title', text: 'Your tickets' },
  ...(part.tickets.length === 0 ? [line('You have no open tickets. What you take shows here.')] : []),
  ...part.tickets.map(({ ticket, thread, ...words }) => ticketItem(ticket, thread, aboutTicket(ticket, words))),
  ...moreThan(part.moreTickets, `To see them: \`${sign}ticket list\` at the desk.`),
];

/** What an agent is asked to take. */
export function offerBlocks({ offers, moreOffers }: AgentPart): CardBlock[] {
  if (offers.length === 0) return [];
  const blocks = offers.flatMap(({ ticket, thread, merchant, offer }): CardBlock[] => [
    ticketItem(ticket, thread, aboutOffer(ticket, merchant, offer.expiresAt)),
    {
      kind: 'actions',
      actions: [
        { kind: 'button', label: 'Accept', action: actionId('accept', offer.id), primary: true },
        { kind: 'button', label: 'Pass', action: actionId('pass', offer.id) },
      ],
    },
  ]);
  return [
    { kind: 'title', text: 'Waiting for your answer' },
    ...blocks,
    ...moreThan(moreOffers, 'They follow when these are answered.'),
  ];
}

const aboutOffer = (ticket: Ticket, merchant: string, expiresAt: Date | null): (string | Inline)[] => [
  `${shortName(merchant)} · ${labelOf(ticket.priority)}`,
  ...(expiresAt ? [' · please answer by ', moment(expiresAt)] : []),
];

function aboutTicket(
  ticket: Ticket,
  { merchant, waitingSince }: Pick<AgentTicket, 'merchant' | 'waitingSince'>,
): (string | Inline)[] {
  const whose = `${shortName(merchant)} · ${labelOf(ticket.priority)}`;
  return waitingSince
    ? [`${whose} · waiting since `, moment(waitingSince)]
    : [`${whose} · ${statusOf(ticket).toLowerCase()}`];
}

export const whereAgentIs = ({ isAvailable }: AgentPart): CardBlock =>
  line(isAvailable ? 'You are here, and are asked when a ticket fits.' : 'You are away, and nothing is asked of you.');

export const availabilitySwitch = ({ isAvailable }: AgentPart): CardAction =>
  isAvailable
    ? { kind: 'button', label: 'I am away', action: homeAction('away') }
    : { kind: 'button', label: 'I am back', action: homeAction('back'), primary: true };

export const moreThan = (count: number, then: string): CardBlock[] =>
  count === 0 ? [] : [line(`And ${count} more. ${then}`)];
