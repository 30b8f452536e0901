import { plain } from '../chat/rich-text.ts';
import { findPost, type Composer } from '../delivery/compose.ts';
import { findDeskCardKey, findSide } from '../relay/find-sides.ts';
import { movedTo } from './moved-words.ts';
import { readTicketWords, type WordsDeps } from './ticket-words.ts';

/** The last word in a thread that its ticket has left. Null when it has come back meanwhile. */
export function createMovedNoteComposer({ storage }: WordsDeps): Composer {
  return async (payload) => {
    const { ticketId, conversationId } = payload as { ticketId: number; conversationId: number };
    const read = await storage.read(async (reader) => ({
      words: await readTicketWords(reader, ticketId),
      at: await findSide(reader, ticketId, 'agent'),
      card: await findPost(reader, await findDeskCardKey(reader, ticketId)),
    }));
    const { words, at, card } = read;
    if (!words || !at || at.id === conversationId) return null;
    const summary = movedTo(words.ticket, at.platform);
    return {
      content: {
        kind: 'card',
        summary,
        card: {
          blocks: [
            { kind: 'text', text: plain(summary) },
            ...(card?.ref
              ? [{ kind: 'actions', actions: [{ kind: 'link', label: 'Open thread', to: card.ref }] } as const]
              : []),
          ],
        },
      },
    };
  };
}
