import type { ChatPlatform } from '../chat/chat-platform.ts';
import { visibleText } from '../chat/rich-text.ts';
import { splitText } from '../chat/split-text.ts';
import type { Conversation } from '../delivery/conversation.ts';
import type { Outbox } from '../delivery/outbox.ts';
import type { Unit } from '../storage/unit.ts';
import { wasSaidLive } from '../tickets/live-origin.ts';
import type { Message } from '../tickets/message.ts';
import type { Reaction, TicketEvent } from '../tickets/ticket-events.ts';
import type { Ticket } from '../tickets/ticket.ts';
import type { CopyPayload } from './compose-message.ts';
import { copyKey } from './find-copies.ts';
import {
  deskCardKey,
  findSide,
  openAgentSide,
  openMerchantSide,
  QUEUE_NOTE,
  queueNoteKey,
  statusLineKey,
} from './open-sides.ts';

export const MESSAGE_COPY = 'message-copy';

/** A first message up to this length stands whole in the desk's card and needs no copy of its own. */
export const CARD_TEXT_LENGTH = 1_500;

export interface RelayDeps {
  readonly outbox: Outbox;
  readonly platforms: ReadonlyMap<string, ChatPlatform>;
}

/** Keeps the two sides of a ticket one conversation. */
export function createRelayReaction(deps: RelayDeps): Reaction {
  const { outbox } = deps;
  return async (unit, event) => {
    const { ticket } = event;
    switch (event.kind) {
      case 'opened':
        await openMerchantSide(outbox, unit, ticket, event.askedIn);
        await openAgentSide(outbox, unit, ticket);
        return;
      case 'message-said':
        return relay(deps, unit, ticket, event.message);
      case 'status-changed':
      case 'assignee-changed':
        await outbox.refresh(unit, statusLineKey(ticket.id));
        return outbox.refresh(unit, deskCardKey(ticket.id));
      case 'details-changed':
        return outbox.refresh(unit, deskCardKey(ticket.id));
      case 'waiting-changed':
        await outbox.refresh(unit, deskCardKey(ticket.id));
        return tellDesk(deps, unit, event);
    }
  };
}

/** One note for each time of waiting, which then changes with it. */
async function tellDesk(
  { outbox }: RelayDeps,
  unit: Unit,
  { ticket, waitId, now }: Extract<TicketEvent, { kind: 'waiting-changed' }>,
): Promise<void> {
  if (now === 'moved') return;
  const key = queueNoteKey(ticket.id, waitId);
  if (now !== 'queued') return outbox.refresh(unit, key);
  const conversation = await findSide(unit, ticket.id, 'agent');
  if (!conversation) return;
  const isNew = await outbox.post(unit, {
    key,
    conversation,
    composer: QUEUE_NOTE,
    payload: { ticketId: ticket.id, waitId },
  });
  if (!isNew) await outbox.refresh(unit, key);
}

async function relay(deps: RelayDeps, unit: Unit, ticket: Ticket, message: Message): Promise<void> {
  if (wasSaidLive(message)) await mirror(deps, unit, ticket, message);
  if (message.visibility === 'internal') return;
  const to = message.side === 'merchant' ? 'agent' : 'merchant';
  // A ticket that was opened before there was a desk gets its thread with the next thing that is said.
  const known = await findSide(unit, ticket.id, to);
  const side = known ?? (to === 'agent' ? await openAgentSide(deps.outbox, unit, ticket) : null);
  if (!side || (to === 'agent' && standsInCard(message))) return;
  await queueCopies(deps, unit, side, message);
}

/** What was said in the browser's live chat stands on its own side, too: others of that side talk there. */
async function mirror(deps: RelayDeps, unit: Unit, ticket: Ticket, message: Message): Promise<void> {
  const own = await findSide(unit, ticket.id, message.side);
  if (own) await queueCopies(deps, unit, own, message, { isOwnSide: true });
}

const standsInCard = ({ number, text }: Message): boolean =>
  number === 1 && visibleText(text).length <= CARD_TEXT_LENGTH;

/** Takes any text, for a platform that is switched off while somebody speaks. */
const CAREFUL = { maxTextLength: 2_000, textLength: (text: string) => text.length };

/**
 * One post for each part that the platform takes; all of them in one lane, in order. The words of each part are
 * settled here: another version of the product may cut elsewhere, and would lose what lies between the cuts.
 */
async function queueCopies(
  deps: RelayDeps,
  unit: Unit,
  to: Conversation,
  message: Message,
  how: Pick<CopyPayload, 'isOwnSide'> = {},
): Promise<void> {
  const { maxTextLength, textLength } = deps.platforms.get(to.platform)?.abilities ?? CAREFUL;
  for (const [part, text] of splitText(message.text, maxTextLength, textLength).entries()) {
    await deps.outbox.post(unit, {
      key: copyKey(message.id, to.id, part),
      conversation: to,
      composer: MESSAGE_COPY,
      payload: { messageId: message.id, text, ...how } satisfies CopyPayload,
      position: message.position,
      saidAt: message.saidAt,
    });
  }
}
