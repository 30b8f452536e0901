import type { CardBlock } from '../chat/card.ts';
import { plain, visibleText, type Inline, type RichText } from '../chat/rich-text.ts';
import { isolate } from '../chat/rich-text/isolate.ts';
import { beginningOf } from '../chat/split-text.ts';
import { moment, words } from '../chat/rich-text/own-words.ts';
import { findPost, type Composer } from '../delivery/compose.ts';
import { authorOf, withNames, type MessageComposerDeps } from '../relay/compose-message.ts';
import { deskCardKey } from '../relay/open-sides.ts';
import { MessageSchema } from '../tickets/message.schema.ts';
import type { Message } from '../tickets/message.ts';
import { ticketNumber } from '../tickets/ticket.ts';
import { readTicketWords, titleOf, type WordsDeps } from './ticket-words.ts';

/** The latest messages are told, each by its beginning: the whole story stands in the ticket's own thread. */
const SHOWN_MESSAGES = 10;
const EXCERPT_LENGTH = 300;

/** What was said in a ticket before it was merged into the one in whose thread this stands. */
export function createMergedStoryComposer(deps: WordsDeps & MessageComposerDeps): Composer {
  return async (payload) => {
    const { ticketId } = payload as { ticketId: number };
    const words = await deps.storage.read((reader) => readTicketWords(reader, ticketId));
    if (!words) return null;
    const { messages, more } = await readStory(deps, ticketId);
    const thread = await deps.storage.read((reader) => findPost(reader, deskCardKey(ticketId)));
    const told = await Promise.all(messages.map((message) => tell(deps, message)));
    const title = `Merged: ${titleOf(words.ticket)}`;
    const number = ticketNumber(words.ticket);
    const blocks: CardBlock[] = [
      { kind: 'title', text: title },
      ...(more > 0
        ? [{ kind: 'note', text: `${more} earlier messages stand in the thread of ${number}.` } as const]
        : []),
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

async function tell(deps: WordsDeps & MessageComposerDeps, message: Message): Promise<RichText> {
  const { name } = await authorOf(deps, message, false);
  const who: Inline[] = [{ type: 'strong', children: [words(isolate(name))] }, words(' · '), moment(message.saidAt)];
  return [
    { type: 'paragraph', children: who },
    { type: 'blockquote', children: await excerptOf(deps, message) },
  ];
}

async function excerptOf({ people }: WordsDeps, message: Message): Promise<RichText> {
  if (message.deletedAt !== null) return plain('(deleted)');
  const text = await withNames(people, message, message.text);
  const beginning = beginningOf(text, EXCERPT_LENGTH, (part) => part.length);
  return visibleText(beginning) === '' ? plain('(no words)') : beginning;
}
