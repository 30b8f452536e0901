import type { MessageRef } from '../chat/address.ts';
import type { CardAction, CardBlock } from '../chat/card.ts';
import { plain } from '../chat/rich-text.ts';
import { isolate } from '../chat/rich-text/isolate.ts';
import { beginningOf } from '../chat/split-text.ts';
import type { Clock } from '../clock.ts';
import type { Composer } from '../delivery/compose.ts';
import type { DeliveryState } from '../delivery/delivery.ts';
import { RetryLater } from '../jobs/job.ts';
import { findDeskCard } from '../relay/find-sides.ts';
import type { Storage } from '../storage/storage.ts';
import { ticketNumber, type Ticket } from '../tickets/ticket.ts';
import { actionId } from './actions/action-id.ts';
import { isAsked, isTheirs, readOfferWords, whatHappened, type OfferWords } from './offer-words.ts';
import { firstWords, labelOf, nameOfAsker, type WordsDeps } from './ticket-words.ts';

const EXCERPT_LENGTH = 300;
/** A card waits this long, in ms, for the thread that it leads to: an agent must not wait for the desk. */
const WAIT_FOR_THREAD_MS = 5_000;
const LOOK_AGAIN_MS = 200;

/** "Acme needs you": what an agent reads in their direct conversation. What was over before it was sent, is not. */
export function createOfferCardComposer(deps: WordsDeps & { readonly clock: Clock }): Composer {
  return async (payload) => {
    const { offerId } = payload as { offerId: number };
    const read = await deps.storage.read((reader) => readOfferWords(reader, offerId));
    if (!read) return null;
    const { words } = read;
    const title = `${isolate(words.merchant)}${isTheirs(read) ? ' needs you' : ''}: ${isolate(words.ticket.subject)}`;
    const blocks: CardBlock[] = [
      { kind: 'title', text: title },
      { kind: 'text', text: beginningOf(await firstWords(deps.people, words), EXCERPT_LENGTH, (part) => part.length) },
      { kind: 'note', text: noteOf(words.ticket, await nameOfAsker(deps.people, words)) },
      ...stateOf(read),
      { kind: 'actions', actions: actionsOf(read, await findDeskThread(deps, words.ticket)) },
    ];
    return { content: { kind: 'card', card: { blocks }, summary: title } };
  };
}

const noteOf = (ticket: Ticket, from: string): string =>
  [
    ticketNumber(ticket),
    `From ${isolate(from)}`,
    labelOf(ticket.category),
    `${labelOf(ticket.priority)} priority`,
  ].join(' · ');

function stateOf(read: OfferWords): CardBlock[] {
  const { expiresAt } = read.offer;
  if (!isAsked(read.offer)) return [{ kind: 'text', text: plain(whatHappened(read)) }];
  return expiresAt === null ? [] : [{ kind: 'fields', fields: [{ label: 'Please answer by', value: expiresAt }] }];
}

/** Nothing that would have no effect: who has no say in it any more can only look. */
function actionsOf(read: OfferWords, thread: MessageRef | null): CardAction[] {
  const { offer, others } = read;
  const { ticketId } = offer;
  const open: CardAction[] = thread ? [{ kind: 'link', label: 'Open thread', to: thread }] : [];
  if (!isTheirs(read)) return open;
  const answers: CardAction[] = [
    { kind: 'button', label: 'Accept', action: actionId('accept', offer.id), primary: true },
    { kind: 'button', label: 'Pass', action: actionId('pass', offer.id) },
  ];
  const options = others.map(({ id, name }) => ({ label: name, value: String(id) }));
  return [
    ...(isAsked(offer) ? answers : []),
    { kind: 'button', label: 'Resolve', action: actionId('resolve-mine', ticketId) },
    ...open,
    ...(options.length > 0
      ? [{ kind: 'select', label: 'Hand over to …', action: actionId('hand-over', ticketId), options } as const]
      : []),
  ];
}

const COMING: ReadonlySet<DeliveryState> = new Set(['queued', 'intent', 'ambiguous']);

async function findDeskThread(
  { storage, clock }: { readonly storage: Storage; readonly clock: Clock },
  { id, createdAt }: Ticket,
): Promise<MessageRef | null> {
  const post = await storage.read((reader) => findDeskCard(reader, id));
  const isComing = post !== null && COMING.has(post.state);
  if (isComing && clock.now().getTime() - createdAt.getTime() < WAIT_FOR_THREAD_MS) {
    throw new RetryLater(LOOK_AGAIN_MS, 'The thread at the desk is about to be opened.');
  }
  return post?.ref ?? null;
}
