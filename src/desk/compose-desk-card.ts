import { SHOWN_PLACES } from '../assignment/queue/waiting-queue.ts';
import type { MessageRef } from '../chat/address.ts';
import type { Card, CardAction, CardField } from '../chat/card.ts';
import { plain, visibleText, type RichText } from '../chat/rich-text.ts';
import { isolate } from '../chat/rich-text/isolate.ts';
import { splitText } from '../chat/split-text.ts';
import { findPost, type Composer } from '../delivery/compose.ts';
import { CARD_TEXT_LENGTH } from '../relay/copy-message.ts';
import { deskCardKey } from '../relay/desk-card-key.ts';
import { findDeskCardKey, findSide } from '../relay/find-sides.ts';
import type { Reader } from '../storage/unit.ts';
import { isOpen } from '../tickets/ticket-status.ts';
import { ticketNumber, type Ticket } from '../tickets/ticket.ts';
import { actionId, formButton } from './actions/action-id.ts';
import { movedTo, movingTo } from './moved-words.ts';
import {
  firstWords,
  labelOf,
  nameOfAsker,
  readTicketWords,
  statusOf,
  titleOf,
  type TicketWords,
  type WordsDeps,
} from './ticket-words.ts';

/** The root of a ticket's thread at the desk: what it is, how it stands, and what replies here do. */
export function createDeskCardComposer({ storage, people }: WordsDeps): Composer {
  return async (payload) => {
    const { ticketId, epoch } = payload as { ticketId: number; epoch?: number };
    const words = await storage.read((reader) => readTicketWords(reader, ticketId));
    if (!words) return null;
    const goesOn = await storage.read((reader) =>
      findWhereItGoesOn(reader, words.ticket, deskCardKey(ticketId, epoch)),
    );
    const text = await firstWords(people, words);
    const card = deskCard(words, await nameOfAsker(people, words), text, goesOn);
    return { content: { kind: 'card', card, summary: `${titleOf(words.ticket)} (${isolate(words.merchant)})` } };
  };
}

/** Where a ticket goes on that does not in the thread of a card: it was merged, or its side has moved. */
interface GoesOn {
  /** The thread there; null while it is still to be opened. */
  readonly thread: MessageRef | null;
  /** Where it moved to, in words; null for one that was merged. */
  readonly moved: string | null;
}

async function findWhereItGoesOn(reader: Reader, ticket: Ticket, cardKey: string): Promise<GoesOn | null> {
  const { id, mergedIntoId } = ticket;
  const threadOf = async (key: string) => (await findPost(reader, key))?.ref ?? null;
  if (mergedIntoId !== null)
    return { thread: await threadOf(await findDeskCardKey(reader, mergedIntoId)), moved: null };
  const current = await findDeskCardKey(reader, id);
  if (current === cardKey) return null;
  const at = await findSide(reader, id, 'agent');
  const thread = await threadOf(current);
  return { thread, moved: (thread ? movedTo : movingTo)(ticket, at?.platform ?? '') };
}

/** @param goesOn null: here */
function deskCard(words: TicketWords, from: string, text: RichText, goesOn: GoesOn | null): Card {
  const whole = visibleText(text).length <= CARD_TEXT_LENGTH;
  const [beginning = []] = splitText(text, CARD_TEXT_LENGTH, (part) => part.length);
  const actions = actionsOf(words.ticket, goesOn);
  const { mergedIntoId } = words.ticket;
  const moved = goesOn?.moved ?? null;
  const as = mergedIntoId === null ? '' : ` as part of ${ticketNumber({ id: mergedIntoId })}`;
  const goTo = `Replies here go to ${isolate(words.merchant)}${as}. Start with // to keep one here.`;
  return {
    blocks: [
      { kind: 'title', text: titleOf(words.ticket) },
      // What changes is shown where it goes on.
      moved === null ? { kind: 'fields', fields: fieldsOf(words, from) } : { kind: 'text', text: plain(moved) },
      { kind: 'text', text: beginning },
      ...(actions.length > 0 ? [{ kind: 'actions', actions } as const] : []),
      { kind: 'note', text: whole ? goTo : `The whole message follows in this thread. ${goTo}` },
    ],
  };
}

function actionsOf({ id, status, mergedIntoId }: Ticket, goesOn: GoesOn | null): CardAction[] {
  if (goesOn) {
    const label = mergedIntoId === null ? 'Open thread' : `Open ${ticketNumber({ id: mergedIntoId })}`;
    return goesOn.thread ? [{ kind: 'link', label, to: goesOn.thread }] : [];
  }
  const changes = [
    { label: 'Change details …', ...formButton('details', id) },
    { label: 'Add an internal note …', ...formButton('note', id) },
    { label: 'Merge into …', ...formButton('merge', id) },
    ...(status === 'closed' ? [] : [{ label: 'Close', action: actionId('close', id) }]),
  ];
  const menu: CardAction = { kind: 'menu', options: changes };
  if (!isOpen(status)) return [{ kind: 'button', label: 'Reopen', action: actionId('reopen', id) }, menu];
  return [
    { kind: 'button', label: 'Assign to me', action: actionId('assign-to-me', id) },
    { kind: 'button', label: 'Resolve', action: actionId('resolve', id) },
    menu,
  ];
}

function fieldsOf(words: TicketWords, from: string): CardField[] {
  const { ticket, merchant, waitingSince, search } = words;
  const queued = search?.kind === 'queued' ? [{ label: 'Place in the queue', value: placeOf(search.place) }] : [];
  return [
    { label: 'Merchant', value: merchant },
    { label: 'From', value: from },
    { label: 'Priority', value: labelOf(ticket.priority) },
    { label: 'Category', value: labelOf(ticket.category) },
    { label: 'Assigned', value: assignedOf(words) },
    { label: 'Status', value: statusOf(ticket) },
    { label: 'Waiting since', value: waitingSince ?? 'Not waiting' },
    ...queued,
  ];
}

function assignedOf({ ticket, assignee, search }: TicketWords): string {
  if (assignee !== null) return assignee;
  if (!isOpen(ticket.status)) return 'Nobody';
  return search?.kind === 'asking' ? `Offered to ${isolate(search.agent)}` : 'Nobody yet';
}

const placeOf = (place: number | null): string => (place === null ? `After the first ${SHOWN_PLACES}` : String(place));
