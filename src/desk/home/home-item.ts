import type { MessageRef } from '../../chat/address.ts';
import type { CardBlock, CardItem } from '../../chat/card.ts';
import type { Inline } from '../../chat/rich-text.ts';
import { isolate } from '../../chat/rich-text/isolate.ts';
import { typed, words } from '../../chat/rich-text/own-words.ts';
import { ticketNumber, type Ticket } from '../../tickets/ticket.ts';
import { shorten } from '../ticket-words.ts';

/** In UTF-16 units: a home is a list to look over, and all of it together must be taken by the platform. */
const SUBJECT_LENGTH = 100;
const NAME_LENGTH = 40;

/** One ticket in a list, which leads to where it is talked about. */
export const ticketItem = (
  ticket: Pick<Ticket, 'id' | 'subject'>,
  thread: MessageRef | null,
  about: readonly (string | Inline)[],
): CardItem => ({
  kind: 'item',
  title: `${ticketNumber(ticket)} · ${short(ticket.subject, SUBJECT_LENGTH)}`,
  ...(thread && { to: thread }),
  about: about.map((part) => (typeof part === 'string' ? words(part) : part)),
});

export const shortName = (name: string): string => short(name, NAME_LENGTH);

/** On one line. */
const short = (text: string, most: number): string => isolate(shorten(text.replace(/\s+/g, ' ').trim(), most));

/** A line of ours; what stands between backticks is to be typed. */
export const line = (text: string): CardBlock => ({
  kind: 'text',
  text: [{ type: 'paragraph', children: typed(text) }],
});
