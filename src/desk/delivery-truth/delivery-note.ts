import type { CardBlock } from '../../chat/card.ts';
import type { PlatformErrorKind } from '../../chat/platform-error.ts';
import { plain, visibleText } from '../../chat/rich-text.ts';
import { splitText } from '../../chat/split-text.ts';
import { findPost, WITHDRAWN, type Composer } from '../../delivery/compose.ts';
import type { Delivery } from '../../delivery/delivery.ts';
import { MerchantSchema } from '../../directory/merchant.schema.ts';
import type { CopyPayload } from '../../relay/compose-message.ts';
import { findCopies } from '../../relay/copy-message.ts';
import { findSide } from '../../relay/open-sides.ts';
import type { Reader } from '../../storage/unit.ts';
import { findMessage, findTicket } from '../../tickets/find-ticket.ts';
import type { Message } from '../../tickets/message.ts';
import { actionId } from '../actions/action-id.ts';
import type { WordsDeps } from '../ticket-words.ts';

/** Tells the desk that something did not arrive as it should, in the thread in which it was said. */
export const DELIVERY_NOTE = 'delivery-note';

export const deliveryNoteKey = (messageId: number): string => `${DELIVERY_NOTE}:${messageId}`;

const EXCERPT_LENGTH = 60;

interface NoteWords {
  readonly merchant: string;
  readonly message: Message;
  /** Its parts on the merchant's side. */
  readonly parts: readonly Delivery[];
}

export function createDeliveryNoteComposer({ storage }: WordsDeps): Composer {
  return async (payload) => {
    const { messageId } = payload as { messageId: number };
    const read = await storage.read((reader) => readNote(reader, messageId));
    if (read === null || read === WITHDRAWN) return read;
    const line = lineOf(read);
    const blocks: CardBlock[] = [{ kind: 'text', text: plain(line) }];
    if (read.parts.some(isDead)) {
      const retry = { kind: 'button', label: 'Retry', action: actionId('retry', messageId) } as const;
      blocks.push({ kind: 'actions', actions: [retry] });
    }
    return { content: { kind: 'card', card: { blocks }, summary: line } };
  };
}

/** Null when there is nothing to say: it arrived before the note was sent. Withdrawn with what was to be delivered. */
async function readNote(reader: Reader, messageId: number): Promise<NoteWords | typeof WITHDRAWN | null> {
  const message = await findMessage(reader, messageId);
  const ticket = message && (await findTicket(reader, message.ticketId));
  if (!ticket) return null;
  const desk = await findSide(reader, ticket.id, 'agent');
  const copies = await findCopies(reader, message);
  const parts = copies.filter(({ conversationId }) => conversationId !== desk?.id);
  const note = await findPost(reader, deliveryNoteKey(messageId));
  if (parts.every(isSettled) && note?.state !== 'sent') return null;
  if (parts.every(isWithdrawn)) return WITHDRAWN;
  const merchant = await reader.findOne(MerchantSchema, { where: { id: ticket.merchantId } });
  return { merchant: merchant?.name ?? 'the merchant', message, parts };
}

const isDead = (part: Delivery): boolean => part.state === 'dead' && !isWithdrawn(part);
/** Also one that was given up: there is nothing left to try again. */
const isWithdrawn = ({ state, payload }: Delivery): boolean =>
  (payload as CopyPayload).text === null || state === 'cancelled' || state === 'removing' || state === 'removed';
const isSettled = (part: Delivery): boolean => part.state === 'sent' || isWithdrawn(part);

function lineOf({ merchant, message, parts }: NoteWords): string {
  const words = `“${excerptOf(message)}”`;
  const dead = parts.find(isDead);
  if (dead) return `Not delivered to ${merchant}: ${words}. ${WHY_FAILED[dead.failure ?? 'transient']}`;
  if (parts.every(isSettled)) return `Delivered to ${merchant}, ${lateness(parts)} late: ${words}.`;
  return `Not delivered to ${merchant} yet: ${words}. Switchboard keeps trying.`;
}

/** What happened, that nothing was lost, and what to do. */
const WHY_FAILED: Readonly<Record<PlatformErrorKind, string>> = {
  gone: 'Their channel is gone, or Switchboard was removed from it. Invite it again, then retry.',
  unauthorized: 'Switchboard may not write there any more. Ask an admin to connect the workspace again, then retry.',
  rejected: 'Their chat does not take it as it is. Say it in other words, or retry.',
  'rate-limited': 'Their chat took nothing more for a day. It is kept: retry when you like.',
  transient: 'Their chat did not take it for a day. It is kept: retry when you like.',
  ambiguous: 'Their chat did not say whether it took it. Look there before you retry.',
};

function excerptOf({ text }: Message): string {
  const line = visibleText(text).replace(/\s+/g, ' ').trim();
  const [excerpt = [], ...more] = splitText(plain(line), EXCERPT_LENGTH, (part) => part.length);
  return more.length > 0 ? `${visibleText(excerpt).trim()}…` : visibleText(excerpt);
}

const MINUTE_MS = 60_000;

function lateness(parts: readonly Delivery[]): string {
  const lateMs = Math.max(0, ...parts.map(({ sentAt, createdAt }) => (sentAt ?? createdAt) - createdAt));
  if (lateMs < MINUTE_MS) return `${Math.round(lateMs / 1000)} seconds`;
  const minutes = Math.round(lateMs / MINUTE_MS);
  return minutes === 1 ? 'a minute' : minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}
