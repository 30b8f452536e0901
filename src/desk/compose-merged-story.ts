import type { CardBlock } from '../chat/card.ts';
import type { Composer } from '../delivery/compose.ts';
import type { MessageComposerDeps } from '../relay/compose-message.ts';
import { findDeskCard } from '../relay/find-sides.ts';
import { MessageSchema } from '../tickets/message.schema.ts';
import { ticketNumber } from '../tickets/ticket.ts';
import { tellMessage } from './tell-message.ts';
import { readTicketWords, titleOf, type WordsDeps } from './ticket-words.ts';

/** The latest messages are told, each by its beginning: the whole story stands in the ticket's own thread. */
const SHOWN_MESSAGES = 10;
const EXCERPT = { length: 300, measure: (text: string) => text.length };

/** What was said in a ticket before it was merged into the one in whose thread this stands. */
export function createMergedStoryComposer(deps: WordsDeps & MessageComposerDeps): Composer {
  return async (payload) => {
    const { ticketId } = payload as { ticketId: number };
    const words = await deps.storage.read((reader) => readTicketWords(reader, ticketId));
    if (!words) return null;
    const { messages, more } = await readStory(deps, ticketId);
    const thread = await deps.storage.read((reader) => findDeskCard(reader, ticketId));
    const told = await Promise.all(messages.map((message) => tellMessage(deps, message, EXCERPT)));
    const title = `Merged: ${titleOf(words.ticket)}`;
    const number = ticketNumber(words.ticket);
    const blocks: CardBlock[] = [
      { kind: 'title', text: title },
      ...(more > 0 ? [{ kind: 'note', text: `Left out: ${more} earlier, in the thread of ${number}.` } as const] : []),
      ...told.map((text) => ({ kind: 'text', text }) as const),
      { kind: 'note', text: `Replies in the thread of ${number} arrive here, too.` },
      ...(thread?.ref
        ? [{ kind: 'actions', actions: [{ kind: 'link', label: `Open ${number}`, to: thread.ref }] } as const]
        : []),
    ];
    return { content: { kind: 'card', card: { blocks }, summary: title } };
  };
}

const readStory = ({ storage }: WordsDeps, ticketId: number) =>
  storage.read(async (reader) => {
    const latestFirst = { where: { ticketId }, order: { number: 'DESC' }, take: SHOWN_MESSAGES } as const;
    const messages = (await reader.find(MessageSchema, latestFirst)).reverse();
    return { messages, more: (messages[0]?.number ?? 1) - 1 };
  });
