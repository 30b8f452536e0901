import { plain } from '../chat/rich-text.ts';
import type { Composer } from '../delivery/compose.ts';
import type { StayedPayload } from '../relay/return-agent-side.ts';
import { cannotMoveTo } from './moved-words.ts';
import { readTicketWords, type WordsDeps } from './ticket-words.ts';

/** Tells those who read a thread why its ticket has come back to it at once. */
export function createStayedNoteComposer({ storage }: WordsDeps): Composer {
  return async (payload) => {
    const { ticketId, platform } = payload as StayedPayload;
    const words = await storage.read((reader) => readTicketWords(reader, ticketId));
    if (!words) return null;
    const text = plain(cannotMoveTo(words.ticket, platform, words.assignee));
    return { content: { kind: 'text', text } };
  };
}
