import type { AttachedFile } from '../chat/file.ts';
import { plain, visibleText } from '../chat/rich-text.ts';
import { withoutMentions } from '../chat/rich-text/leaves.ts';
import { splitText } from '../chat/split-text.ts';
import type { Message } from './message.ts';
import type { TicketStatus } from './ticket-status.ts';

export const TICKET_CATEGORIES = ['accounting', 'customer_issue', 'technical_issue', 'other'] as const;
export type TicketCategory = (typeof TICKET_CATEGORIES)[number];

export const TICKET_PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;
export type TicketPriority = (typeof TICKET_PRIORITIES)[number];

export interface Ticket {
  readonly id: number;
  readonly subject: string;
  readonly description: string;
  readonly category: TicketCategory;
  readonly priority: TicketPriority;
  readonly status: TicketStatus;
  /** Where it was opened: a platform's name, or `api`. */
  readonly source: string;
  readonly merchantId: number;
  readonly contractId: string | null;
  /** The agent's id. */
  readonly assignedTo: number | null;
  /** The closed ticket whose thread this one goes on with. */
  readonly continuesId: number | null;
  /** The ticket with which this one goes on; that one was never merged itself. */
  readonly mergedIntoId: number | null;
  /** Since when its merchant waited for an answer when it was merged; null when they did not. */
  readonly waitedSince: Date | null;
  /** The number of its latest message: messages of a ticket are numbered without gaps. */
  readonly lastNumber: number;
  /** The version of the message that was said or changed last. Never less than the number. */
  readonly lastVersion: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** When an agent first answered in public. */
  readonly firstResponseAt: Date | null;
  readonly resolvedAt: Date | null;
  readonly closedAt: Date | null;
}

const FIRST_NUMBER = 1000;

/** The number that people use: `SB-1042`. */
export const ticketNumber = ({ id }: Pick<Ticket, 'id'>): string => `SB-${FIRST_NUMBER + id}`;

/** The id of the ticket that people call so; null for what is no ticket's number. */
export function ticketIdOf(number: string): number | null {
  const id = Number(/^SB-(\d{1,12})$/i.exec(number)?.[1] ?? NaN) - FIRST_NUMBER;
  return id > 0 ? id : null;
}

/** What a ticket is about whose first message was taken back. */
const DELETED_REQUEST = { subject: 'Deleted request', description: '' };

/** What a ticket is about by its first message; by the names of its files where it has no words. */
export function requestOf(
  { text, deletedAt }: Pick<Message, 'text' | 'deletedAt'>,
  files: readonly Pick<AttachedFile, 'name'>[] = [],
): Pick<Ticket, 'subject' | 'description'> {
  if (deletedAt !== null) return DELETED_REQUEST;
  const words = visibleText(withoutMentions(text));
  const description = visibleText(text);
  if (words.trim() !== '' || files.length === 0) return { subject: subjectOf(words), description };
  const names = files.map(({ name }) => name ?? 'A file');
  return {
    subject: subjectOf(names[0] ?? ''),
    description: description.trim() === '' ? names.join('\n') : description,
  };
}

/** In UTF-16 units, as the column and the cards count. */
const SUBJECT_LENGTH = 120;

/** A subject out of what was said: its first line that has words, cut between words. */
export function subjectOf(text: string): string {
  const line = text
    .split('\n')
    .map((words) => words.replace(/\s+/g, ' ').trim())
    .find((words) => words !== '');
  if (line === undefined) return 'New request';
  const [beginning = [], ...more] = splitText(plain(line), SUBJECT_LENGTH, (part) => part.length);
  return more.length === 0 ? line : `${visibleText(beginning).trim()}…`;
}
