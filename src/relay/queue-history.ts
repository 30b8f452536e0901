import { MoreThan } from 'typeorm';
import { visibleText } from '../chat/rich-text.ts';
import type { Conversation } from '../delivery/conversation.ts';
import { findPosts } from '../delivery/compose.ts';
import type { Unit } from '../storage/unit.ts';
import { fileInWords } from '../tickets/files/file-words.ts';
import { findFiles } from '../tickets/files/keep-files.ts';
import { findMergedInto } from '../tickets/merge-ticket.ts';
import { MessageSchema } from '../tickets/message.schema.ts';
import type { Message } from '../tickets/message.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { CAREFUL, type CopyDeps } from './copy-message.ts';
import type { Side } from './side.schema.ts';

/** Tells in a ticket's new thread what was said before it came there. */
export const HISTORY = 'history';

/** All that tells of a ticket has keys that begin so. */
const historiesOf = (ticketId: number): string => `${HISTORY}:${ticketId}:`;

/** What a part of a history is written of. */
export interface HistoryPayload extends Record<string, unknown> {
  readonly ticketId: number;
  /** The messages of this part. */
  readonly numbers: readonly number[];
  /** The ticket was there before, and these are those that were said meanwhile. */
  readonly isBack: boolean;
  /** How many messages before those of the first part are left out; null in the others. */
  readonly leftOut: number | null;
  /** The most that it may hold, in the platform's units: in UTF-16 units where that is switched off. */
  readonly platform: string;
}

export interface Move {
  readonly ticket: Ticket;
  /** Everywhere that the agents have talked in it. */
  readonly before: readonly Side[];
  readonly to: Conversation;
  readonly epoch: number;
}

/** Of a long history the latest parts are told: people read the end of it. */
const MOST_PARTS = 8;
/** Who said it and when, in a line of its own; or where a file is to be had. */
const LINE_LENGTH = 150;
/** Messages may still grow when somebody edits them. */
const FILL = 0.7;

/**
 * One digest of everything up to now, in as many posts as the platform needs for it; of what was said meanwhile, where the
 * ticket was before.
 */
export async function queueHistory(deps: CopyDeps, unit: Unit, { ticket, before, to, epoch }: Move): Promise<void> {
  const wasHere = before.findLastIndex(({ conversationId }) => conversationId === to.id);
  const isBack = wasHere !== -1;
  const since = isBack ? (before[wasHere + 1]?.toldNumber ?? ticket.lastNumber) : 0;
  const messages = await findUntold(unit, ticket, { since, here: isBack ? to : null });
  const files = await findFiles(unit, messages);
  const all = inParts(messages, files, abilitiesOf(deps, to));
  const told = all.slice(-MOST_PARTS);
  const leftOut = all.slice(0, all.length - told.length).flat().length;
  for (const [part, group] of told.entries()) {
    const numbers = group.map(({ number }) => number);
    const payload: HistoryPayload = {
      ticketId: ticket.id,
      numbers,
      isBack,
      leftOut: part === 0 ? leftOut : null,
      platform: to.platform,
    };
    const position = messages.at(-1)?.position ?? 0;
    const key = `${historiesOf(ticket.id)}${epoch}:${part}`;
    await deps.outbox.post(unit, { key, conversation: to, composer: HISTORY, payload, position });
  }
}

/** A message has changed: so does what tells of it. */
export async function refreshHistory(
  { outbox }: CopyDeps,
  unit: Unit,
  { ticketId, number }: Pick<Message, 'ticketId' | 'number'>,
): Promise<void> {
  for (const { deliveryKey, payload } of await findPosts(unit, historiesOf(ticketId))) {
    if ((payload as HistoryPayload).numbers.includes(number)) await outbox.refresh(unit, deliveryKey);
  }
}

/** It leads the card of each thread, and follows it there as far as the card does not hold it. */
const FIRST = 1;

interface Untold {
  /** The latest message that was told there. */
  readonly since: number;
  /** Where they have talked before; null for a thread that is new. */
  readonly here: Conversation | null;
}

/** What those who read there have not seen: neither as a copy, nor with the card, nor because they said it there. */
async function findUntold(unit: Unit, ticket: Ticket, { since, here }: Untold): Promise<Message[]> {
  const where = { ticketId: ticket.id, number: MoreThan(Math.max(since, FIRST)) };
  const messages = await unit.find(MessageSchema, { where, order: { position: 'ASC', number: 'ASC' } });
  // In the thread of one that was merged into it, it was said in the same channel and is not known here.
  const isOneThread = (await findMergedInto(unit, ticket.id)).length === 0;
  const isFromHere = ({ side, platform, channelId }: Message) =>
    isOneThread && side === 'agent' && platform === here?.platform && channelId === here.channelId;
  return messages.filter((message) => !isFromHere(message));
}

const abilitiesOf = ({ platforms }: CopyDeps, { platform }: Conversation) =>
  platforms.get(platform)?.abilities ?? CAREFUL;

/** Whole messages, as many in each part as it holds. */
function inParts(
  messages: readonly Message[],
  files: Awaited<ReturnType<typeof findFiles>>,
  { maxTextLength, textLength }: typeof CAREFUL,
): Message[][] {
  const room = maxTextLength * FILL;
  const inLines = (words: string) => textLength(words) + LINE_LENGTH;
  const parts: Message[][] = [];
  let left = 0;
  for (const message of messages) {
    const attached = files.get(message.id) ?? [];
    const lengths = [visibleText(message.text), ...attached.map(fileInWords)].map(inLines);
    const length = lengths.reduce((sum, line) => sum + line);
    const last = parts.at(-1);
    if (last && length <= left) last.push(message);
    else parts.push([message]);
    left = (last && length <= left ? left : room) - length;
  }
  return parts;
}
