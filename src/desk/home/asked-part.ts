import { In } from 'typeorm';
import { namesOfAgents } from '../../assignment/agents/find-agent.ts';
import type { MessageRef, PersonRef } from '../../chat/address.ts';
import type { CardAction, CardBlock } from '../../chat/card.ts';
import { moment } from '../../chat/rich-text/own-words.ts';
import { findSide } from '../../relay/find-sides.ts';
import type { Reader } from '../../storage/unit.ts';
import { whileOpen } from '../../tickets/find-ticket.ts';
import { TicketSchema } from '../../tickets/ticket.schema.ts';
import type { Ticket } from '../../tickets/ticket.ts';
import { whoLooks } from '../compose-status-line.ts';
import { findAskingPlaces, findOwnMerchants } from '../forms/asking-place.ts';
import { waitingForThem } from '../ticket-words.ts';
import { moreThan } from './agent-part.ts';
import { homeAction } from './home-action-id.ts';
import { line, shortName, ticketItem } from './home-item.ts';

export const SHOWN_ASKED = 10;

/** A ticket as its merchant's people see it in a list. */
export interface AskedTicket {
  readonly ticket: Ticket;
  readonly assignee: string | null;
  readonly thread: MessageRef | null;
}

/** What somebody has asked, or has a part in, on a merchant's side. */
export interface AskedPart {
  /** They have asked something before, or can do so here. */
  readonly knowsHow: boolean;
  /** First what waits for them, then the newest. */
  readonly tickets: readonly AskedTicket[];
  readonly more: number;
  readonly canOpen: boolean;
}

export async function readAskedPart(reader: Reader, person: PersonRef): Promise<AskedPart> {
  const open: Ticket[] = [];
  const places = await findAskingPlaces(reader, person);
  const merchants = await findOwnMerchants(reader, person);
  const takenPart = merchants.length === 0 ? [] : await findTakenPart(reader, person);
  for (const { scope } of merchants) {
    const where = scope.own({ id: In(takenPart), status: whileOpen() });
    open.push(...(await reader.find(TicketSchema, { where })));
  }
  const inOrder = open.sort((a, b) => waitsFor(b) - waitsFor(a) || b.id - a.id);
  const shown = inOrder.slice(0, SHOWN_ASKED);
  return {
    knowsHow: merchants.length > 0 || places.length > 0,
    tickets: await describe(reader, shown),
    more: open.length - shown.length,
    canOpen: places.length > 0,
  };
}

const waitsFor = ({ status }: Ticket): number => Number(status === 'pending_merchant');

/** The open tickets in which somebody has spoken on the merchant's side, or into which such a one was merged. */
async function findTakenPart(reader: Reader, { platform, userId }: PersonRef): Promise<number[]> {
  const rows = await reader.query<{ id: number }>(
    `SELECT DISTINCT ticket.id AS id FROM message
     JOIN ticket begun ON begun.id = message.ticketId
     JOIN ticket ON ticket.id = COALESCE(begun.mergedIntoId, begun.id)
     WHERE message.platform = ? AND message.authorId = ? AND message.side = 'merchant' AND message.agentId IS NULL
       AND ticket.status NOT IN ('resolved', 'closed')`,
    [platform, userId],
  );
  return rows.map(({ id }) => id);
}

async function describe(reader: Reader, tickets: readonly Ticket[]): Promise<AskedTicket[]> {
  const names = await namesOfAgents(
    reader,
    tickets.flatMap(({ assignedTo }) => assignedTo ?? []),
  );
  const described = [];
  for (const ticket of tickets) {
    const assignee = ticket.assignedTo === null ? null : (names.get(ticket.assignedTo) ?? null);
    described.push({ ticket, assignee, thread: await findThread(reader, ticket) });
  }
  return described;
}

/** The first message of the merchant's thread; null while that is still to be posted. */
async function findThread(reader: Reader, { id }: Ticket): Promise<MessageRef | null> {
  const side = await findSide(reader, id, 'merchant');
  if (side?.channelId == null || side.threadId === null) return null;
  const { platform, workspaceId, channelId, threadId } = side;
  return { platform, workspaceId, channelId, messageId: threadId };
}

/** @param isAlone there is nothing else in this home */
export function askedBlocks({ knowsHow, tickets, more }: AskedPart, isAlone: boolean, sign: string): CardBlock[] {
  if (!isAlone && tickets.length === 0) return [];
  return [
    { kind: 'title', text: isAlone ? 'Your tickets' : 'What you asked' },
    ...(tickets.length === 0 ? [line(knowsHow ? NOTHING_OPEN : nothingYet(sign))] : []),
    ...tickets.map(({ ticket, thread, assignee }) =>
      ticketItem(ticket, thread, [`${progressOf(ticket, assignee)} · asked `, moment(ticket.createdAt)]),
    ),
    ...moreThan(more, `To see them: \`${sign}ticket list\` in your support channel.`),
  ];
}

const NOTHING_OPEN = 'You have no open tickets. What you ask shows here.';
const nothingYet = (sign: string): string =>
  `Ask in your support channel, or write \`${sign}ticket\` there. What you ask shows here.`;

export const openButton: CardAction = {
  kind: 'button',
  label: 'Open a ticket',
  action: homeAction('open-ticket'),
  opensForm: true,
};

/** In plain words, without the full stop that they have elsewhere. */
function progressOf(ticket: Ticket, assignee: string | null): string {
  const waiting = waitingForThem(ticket);
  if (waiting !== undefined) return `${waiting.slice(0, 1).toUpperCase()}${waiting.slice(1)}`;
  return whoLooks(assignee === null ? null : shortName(assignee)).replace(/\.$/, '');
}
