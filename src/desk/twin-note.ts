import type { Card } from '../chat/card.ts';
import type { MessageSaid } from '../chat/inbound-event.ts';
import { plain } from '../chat/rich-text.ts';
import type { Composer } from '../delivery/compose.ts';
import { openThread } from '../delivery/find-conversation.ts';
import { findDeskCard } from '../relay/find-sides.ts';
import { findTwin } from '../relay/find-twin.ts';
import type { Unit } from '../storage/unit.ts';
import { ticketNumber } from '../tickets/ticket.ts';
import type { DeskDeps } from './desk-deps.ts';
import type { WordsDeps } from './ticket-words.ts';

/** Tells those who speak under a card that stands twice that nobody hears them there. */
export const TWIN_NOTE = 'twin-note';

/**
 * Something was said at the desk in a thread that is no ticket's as far as we know. Where it may be the thread of a card
 * that stands twice, that is said there once. Nothing is passed on: people begin threads of their own at a desk.
 */
export async function tellTwin(
  { outbox }: Pick<DeskDeps, 'outbox'>,
  unit: Unit,
  event: MessageSaid & { readonly threadId: string },
): Promise<void> {
  const ticketId = await findTwin(unit, event);
  if (ticketId === null) return;
  const { platform, workspaceId, channelId, threadId } = event;
  const conversation = await openThread(unit, { platform, workspaceId, channelId, threadId });
  const key = `${TWIN_NOTE}:${conversation.id}`;
  await outbox.post(unit, { key, conversation, composer: TWIN_NOTE, payload: { ticketId } });
}

export function createTwinNoteComposer({ storage }: WordsDeps): Composer {
  return async (payload) => {
    const { ticketId } = payload as { ticketId: number };
    const post = await storage.read((reader) => findDeskCard(reader, ticketId));
    if (!post?.ref) return null;
    const number = ticketNumber({ id: ticketId });
    const summary = `The card of ${number} may stand here twice, and this thread is not the one that goes on.`;
    const text = `${summary} What is said here reaches nobody: please say it there.`;
    const open = { kind: 'link', label: `Open ${number}`, to: post.ref } as const;
    const card: Card = {
      blocks: [
        { kind: 'text', text: plain(text) },
        { kind: 'actions', actions: [open] },
      ],
    };
    return { content: { kind: 'card', summary, card } };
  };
}
