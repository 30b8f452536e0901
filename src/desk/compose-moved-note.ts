import type { CardAction } from '../chat/card.ts';
import { plain } from '../chat/rich-text.ts';
import { findPost, type Composer } from '../delivery/compose.ts';
import { findConversation } from '../delivery/find-conversation.ts';
import { findDeskCard, findSides } from '../relay/find-sides.ts';
import { movedNoteKey, type MovedPayload } from '../relay/move-agent-side.ts';
import type { Reader } from '../storage/unit.ts';
import { movedTo, wentTo } from './moved-words.ts';
import { readTicketWords, type WordsDeps } from './ticket-words.ts';

/**
 * The last word in a thread that its ticket has left. Once the ticket is back, it says so where it stands already, and
 * is not posted any more.
 */
export function createMovedNoteComposer({ storage }: WordsDeps): Composer {
  return async (payload) => {
    const read = await storage.read((reader) => readNote(reader, payload as MovedPayload));
    if (!read) return null;
    const { summary, actions } = read;
    const blocks = [
      { kind: 'text', text: plain(summary) } as const,
      ...(actions.length > 0 ? [{ kind: 'actions', actions } as const] : []),
    ];
    return { content: { kind: 'card', summary, card: { blocks } } };
  };
}

async function readNote(
  reader: Reader,
  { ticketId, epoch }: MovedPayload,
): Promise<{ summary: string; actions: readonly CardAction[] } | null> {
  const words = await readTicketWords(reader, ticketId);
  const sides = await findSides(reader, ticketId, 'agent');
  const left = sides.find((side) => side.epoch === epoch - 1);
  const isBack = sides.some((side) => side.epoch > epoch && side.conversationId === left?.conversationId);
  const to = isBack ? sides.find((side) => side.epoch === epoch) : sides.at(-1);
  const at = to && (await findConversation(reader, to.conversationId));
  if (!words || !at) return null;
  if (isBack) {
    const own = await findPost(reader, movedNoteKey({ ticketId, epoch }));
    return own?.ref ? { summary: wentTo(words.ticket, at.platform), actions: [] } : null;
  }
  const card = await findDeskCard(reader, ticketId);
  const open: CardAction[] = card?.ref ? [{ kind: 'link', label: 'Open thread', to: card.ref }] : [];
  return { summary: movedTo(words.ticket, at.platform), actions: open };
}
