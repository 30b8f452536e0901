import type { MessageRef } from '../chat/address.ts';
import type { CardBlock } from '../chat/card.ts';
import { splitText } from '../chat/split-text.ts';
import type { Clock } from '../clock.ts';
import { findPost, type Composer } from '../delivery/compose.ts';
import { RetryLater } from '../jobs/job.ts';
import { deskCardKey } from '../relay/open-sides.ts';
import type { Storage } from '../storage/storage.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { ticketNumber } from '../tickets/ticket.ts';
import { firstWords, labelOf, nameOfAsker, readTicketWords, type WordsDeps } from './ticket-words.ts';

const EXCERPT_LENGTH = 300;
/** A card waits this long, in ms, for the thread that it leads to: an agent must not wait for the desk. */
const WAIT_FOR_THREAD_MS = 5_000;
const LOOK_AGAIN_MS = 200;

/** "Acme needs you": what an agent reads in their direct conversation. Says nothing once somebody else has the ticket. */
export function createAgentCardComposer(deps: WordsDeps & { readonly clock: Clock }): Composer {
  return async (payload) => {
    const { ticketId, agentId } = payload as { ticketId: number; agentId: number };
    const words = await deps.storage.read((reader) => readTicketWords(reader, ticketId));
    if (words?.ticket.assignedTo !== agentId) return null;
    const { ticket, merchant } = words;
    const thread = await findDeskThread(deps, ticket);
    const [excerpt = [], ...more] = splitText(
      await firstWords(deps.people, words),
      EXCERPT_LENGTH,
      (text) => text.length,
    );
    const title = `${merchant} needs you: ${ticket.subject}`;
    const from = await nameOfAsker(deps.people, words);
    const blocks: CardBlock[] = [
      { kind: 'title', text: title },
      { kind: 'text', text: more.length > 0 ? [...excerpt, { kind: 'text', text: '…' }] : excerpt },
      { kind: 'note', text: noteOf(ticket, from) },
      ...(thread ? [{ kind: 'message-link', label: 'Open thread', to: thread } as const] : []),
    ];
    return { content: { kind: 'card', card: { blocks }, summary: title } };
  };
}

const noteOf = (ticket: Ticket, from: string): string =>
  [ticketNumber(ticket), `From ${from}`, labelOf(ticket.category), `${labelOf(ticket.priority)} priority`].join(' · ');

async function findDeskThread(
  { storage, clock }: { readonly storage: Storage; readonly clock: Clock },
  { id, createdAt }: Ticket,
): Promise<MessageRef | null> {
  const post = await storage.read((reader) => findPost(reader, deskCardKey(id)));
  const isComing = post?.state === 'queued' || post?.state === 'intent';
  if (isComing && clock.now().getTime() - createdAt.getTime() < WAIT_FOR_THREAD_MS) {
    throw new RetryLater(LOOK_AGAIN_MS, 'The thread at the desk is about to be opened.');
  }
  return post?.ref ?? null;
}
