import { z } from 'zod';
import { visibleText, type RichText } from '../chat/rich-text.ts';
import { toMarkdown } from '../chat/rich-text/to-markdown.ts';
import { toSafeHtml } from '../chat/rich-text/to-safe-html.ts';
import { id, time } from '../validation.ts';
import type { AuditEntry } from './audit.ts';
import type { ShownFile } from './files/show-files.ts';
import type { Message } from './message.ts';
import type { EmojiCount } from './react-to-message.ts';
import { TICKET_STATUSES } from './ticket-status.ts';
import { TICKET_CATEGORIES, TICKET_PRIORITIES, ticketNumber, type Ticket } from './ticket.ts';

/** What everybody sees of a ticket who sees it at all. */
const common = {
  id,
  ticketNumber: z.string().meta({ description: 'As people call it: SB-1042.' }),
  subject: z.string(),
  description: z.string(),
  category: z.enum(TICKET_CATEGORIES),
  priority: z.enum(TICKET_PRIORITIES),
  status: z.enum(TICKET_STATUSES),
  source: z.string().meta({ description: 'Where it was opened: a platform, or api.' }),
  merchantId: id,
  contractId: z.string().nullable(),
  continuesId: id.nullable().meta({ description: 'The closed ticket whose thread this one goes on with.' }),
  mergedIntoId: id.nullable().meta({ description: 'The ticket with which this one goes on.' }),
  createdAt: time,
  firstResponseAt: time.nullable(),
  resolvedAt: time.nullable(),
  closedAt: time.nullable(),
};

export const shownTicket = z
  .strictObject({
    ...common,
    assignedTo: id.nullable().meta({ description: 'The agent’s id.' }),
    updatedAt: time,
  })
  .meta({ id: 'Ticket' });

/** What everybody sees of what was said who sees it at all. */
const said = {
  id,
  side: z.enum(['merchant', 'agent']),
  text: z.string().meta({ description: 'As it reads now; empty once it was deleted.' }),
  markdown: z.string().meta({
    description:
      'The same with its formatting, in CommonMark with ~~strikes~~. What was no formatting is escaped; names are words.',
  }),
  html: z.string().meta({
    description:
      'The same as HTML that is safe to show: a few tags, no attribute but the address of a link (web or mail), the ' +
      'first number of a list and the language of code. All words are escaped.',
  }),
  saidAt: time,
  isEdited: z.boolean(),
  deletedAt: time.nullable(),
  files: z
    .array(
      z.strictObject({
        name: z.string(),
        type: z.string().nullable().meta({ description: 'A MIME type, as the sender’s chat has it.' }),
        bytes: z.int().nullable(),
        url: z.string().nullable().meta({
          description: 'Where it can be read without a key, for a day. Null for one that was left out.',
        }),
      }),
    )
    .meta({
      description: 'What is attached; at most 20 files and 100 MB of a message cross, the others are left out.',
    }),
  reactions: z.array(z.strictObject({ emoji: z.string(), count: z.int().min(1) })).meta({
    description: 'How many people, on whichever side.',
  }),
};

const shownMessage = z
  .strictObject({
    ...said,
    number: id,
    visibility: z.enum(['public', 'internal']),
    agentId: id.nullable(),
    authorId: z.string().nullable(),
  })
  .meta({ id: 'Message' });

const auditLine = {
  id,
  actor: z.strictObject({
    kind: z.enum(['agent', 'person', 'key', 'switchboard']),
    id: z.string().meta({ description: 'An agent’s id, an account’s, or a key’s: admin, key-7.' }),
  }),
  source: z.string(),
  action: z.string(),
  details: z.record(z.string(), z.unknown()),
  at: time,
};

const shownDeed = z.strictObject(auditLine).meta({ id: 'TicketDeed' });

export const shownAuditEntry = z
  .strictObject({ ...auditLine, ticketId: id.nullable().meta({ description: 'Null for what concerns no ticket.' }) })
  .meta({ id: 'AuditEntry' });

export const wholeTicket = shownTicket
  .extend({ messages: z.array(shownMessage), audit: z.array(shownDeed) })
  .meta({ id: 'WholeTicket' });

/** A ticket as /api shows it. */
export function viewTicket(ticket: Ticket) {
  const { lastNumber, lastVersion, waitedSince, ...shown } = ticket;
  return { ...shown, ticketNumber: ticketNumber(ticket) };
}

/** What hangs on a message. */
export interface Attached {
  readonly reactions: readonly EmojiCount[];
  readonly files: readonly ShownFile[];
}

/** A message as /api shows it. */
export function viewMessage(message: Message, attached: Attached) {
  const { number, visibility, agentId, authorId } = message;
  return { ...viewSaid(message, attached), number, visibility, agentId, authorId };
}

function viewSaid({ id, side, text, saidAt, revision, deletedAt }: Message, { reactions, files }: Attached) {
  const isEdited = revision > 0 && deletedAt === null;
  const words = viewWords(deletedAt === null ? text : []);
  return { id, side, ...words, saidAt, isEdited, deletedAt, files: deletedAt === null ? files : [], reactions };
}

const viewWords = (text: RichText) => ({ text: visibleText(text), markdown: toMarkdown(text), html: toSafeHtml(text) });

/** A line of the audit trail as /api shows it. */
export function viewDeed({ id, actorKind, actorId, source, action, details, at }: AuditEntry) {
  return { id, actor: { kind: actorKind, id: actorId }, source, action, details, at };
}

export const viewAuditEntry = (entry: AuditEntry) => ({ ...viewDeed(entry), ticketId: entry.ticketId });

/** A merchant knows an agent by name alone. */
const agentName = z.string().nullable();

export const merchantTicket = z
  .strictObject({ ...common, agentName: agentName.meta({ description: 'Who has it.' }) })
  .meta({ id: 'MerchantTicket' });

const merchantMessage = z
  .strictObject({
    ...said,
    agentName: agentName.meta({ description: 'Null for what the merchant’s people said.' }),
  })
  .meta({ id: 'MerchantMessage' });

export const wholeMerchantTicket = merchantTicket
  .extend({ messages: z.array(merchantMessage) })
  .meta({ id: 'WholeMerchantTicket' });

type Names = ReadonlyMap<number, string>;

const nameOf = (names: Names, agentId: number | null): string | null =>
  agentId === null ? null : (names.get(agentId) ?? null);

/** A ticket as its merchant sees it: neither who exactly has it, nor when we last did something unseen to it. */
export function viewForMerchant(ticket: Ticket, names: Names) {
  const { lastNumber, lastVersion, waitedSince, assignedTo, updatedAt, ...shown } = ticket;
  return { ...shown, ticketNumber: ticketNumber(ticket), agentName: nameOf(names, assignedTo) };
}

/** Without the number: a gap in those would tell of an internal message. */
export function viewMessageForMerchant(message: Message, names: Names, attached: Attached) {
  return { ...viewSaid(message, attached), agentName: nameOf(names, message.agentId) };
}
