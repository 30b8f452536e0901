import type { CardBlock } from '../../chat/card.ts';
import { plain } from '../../chat/rich-text.ts';
import { findPost, WITHDRAWN, type Composer } from '../../delivery/compose.ts';
import type { Delivery } from '../../delivery/delivery.ts';
import { findConversation } from '../../delivery/find-conversation.ts';
import { isLost } from '../../directory/lost-channel.ts';
import { nameOfMerchant, type FilePayload } from '../../relay/compose-message.ts';
import type { Reader } from '../../storage/unit.ts';
import { findMessage } from '../../tickets/find-ticket.ts';
import { actionId } from '../actions/action-id.ts';
import type { WordsDeps } from '../ticket-words.ts';
import { findParts, isDead, isMissing, isSettled, isWithdrawn } from './find-parts.ts';
import { noteLine, type Fate } from './note-words.ts';

/** Tells the desk that something did not arrive as it should, in the thread in which it was said. */
export const DELIVERY_NOTE = 'delivery-note';

export const deliveryNoteKey = (messageId: number): string => `${DELIVERY_NOTE}:${messageId}`;

export function createDeliveryNoteComposer({ storage }: WordsDeps): Composer {
  return async (payload) => {
    const { messageId } = payload as { messageId: number };
    const read = await storage.read((reader) => readNote(reader, messageId));
    if (read === null || read === WITHDRAWN) return read;
    const { line, canRetry } = read;
    const blocks: CardBlock[] = [{ kind: 'text', text: plain(line) }];
    if (canRetry) {
      const retry = { kind: 'button', label: 'Retry', action: actionId('retry', messageId) } as const;
      blocks.push({ kind: 'actions', actions: [retry] });
    }
    return { content: { kind: 'card', card: { blocks }, summary: line } };
  };
}

interface Note {
  readonly line: string;
  readonly canRetry: boolean;
}

/** Null when there is nothing to say: it arrived before the note was sent. Withdrawn with what was to be delivered. */
async function readNote(reader: Reader, messageId: number): Promise<Note | typeof WITHDRAWN | null> {
  const message = await findMessage(reader, messageId);
  if (!message) return null;
  const parts = await findParts(reader, message);
  const note = await findPost(reader, deliveryNoteKey(messageId));
  if (parts.every(isSettled) && note?.state !== 'sent') return null;
  if (parts.every(isWithdrawn)) return WITHDRAWN;
  const merchant = await nameOfMerchant(reader, message.ticketId);
  const told = findTold(parts);
  const words = isOfFile(told) ? told.payload.text : message.text;
  return {
    line: noteLine(merchant, words ?? [], await readFate(reader, parts, told)),
    canRetry: parts.some(isDead),
  };
}

/** Of the parts that did not arrive as they should, the one that matters most; undefined when all arrived. */
const findTold = (parts: readonly Delivery[]): Delivery | undefined =>
  parts.find(isDead) ?? parts.find((part) => !isSettled(part) && !isMissing(part)) ?? parts.find(isMissing);

const isOfFile = (part: Delivery | undefined): part is Delivery & { readonly payload: FilePayload } =>
  part !== undefined && 'fileId' in part.payload;

/** What is to be said of a message of which some parts may have arrived and others not. */
async function readFate(reader: Reader, parts: readonly Delivery[], told: Delivery | undefined): Promise<Fate> {
  if (told && isDead(told)) return { kind: 'failed', why: told.failure ?? 'transient' };
  if (told && isMissing(told)) return { kind: 'missing', why: told.instead ?? 'gone' };
  if (told) return (await goesAstray(reader, told)) ? { kind: 'failed', why: 'gone' } : { kind: 'late' };
  return { kind: 'delivered', lateMs: Math.max(0, ...parts.map(latenessOf)) };
}

/** It is tried all the same, as we may be wrong; but nobody should wait for that to be told. */
async function goesAstray(reader: Reader, { conversationId }: Delivery): Promise<boolean> {
  const to = await findConversation(reader, conversationId);
  return to !== null && isLost(reader, to);
}

const latenessOf = ({ sentAt, createdAt }: Delivery): number => (sentAt ?? createdAt) - createdAt;
