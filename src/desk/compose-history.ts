import { In } from 'typeorm';
import { plain, type RichText } from '../chat/rich-text.ts';
import { words } from '../chat/rich-text/own-words.ts';
import { beginningOf } from '../chat/split-text.ts';
import type { Composer } from '../delivery/compose.ts';
import type { MessageComposerDeps } from '../relay/compose-message.ts';
import { CAREFUL } from '../relay/copy-message.ts';
import type { HistoryPayload } from '../relay/queue-history.ts';
import { MessageSchema } from '../tickets/message.schema.ts';
import { tellMessage } from './tell-message.ts';

/** What was said in a ticket before it came to the thread in which this stands, as it reads now. */
export function createHistoryComposer(deps: MessageComposerDeps): Composer {
  return async (payload) => {
    const { ticketId, numbers, isBack, leftOut, platform } = payload as HistoryPayload;
    const { maxTextLength, textLength: measure } = deps.platforms.get(platform)?.abilities ?? CAREFUL;
    const where = { ticketId, number: In([...numbers]) };
    const order = { position: 'ASC', number: 'ASC' } as const;
    const messages = await deps.storage.read((reader) => reader.find(MessageSchema, { where, order }));
    const excerpt = { length: Math.floor(maxTextLength / 2), measure };
    const told = await Promise.all(messages.map((message) => tellMessage(deps, message, excerpt)));
    const text = [...(leftOut === null ? [] : heading(isBack, leftOut)), ...told.flat()];
    return { content: { kind: 'text', text: beginningOf(text, maxTextLength, measure) } };
  };
}

function heading(isBack: boolean, leftOut: number): RichText {
  const title = {
    type: 'strong',
    children: [words(isBack ? 'What was said meanwhile' : 'What was said before')],
  } as const;
  const earlier = `Left out: ${leftOut} earlier, in the thread that it comes from.`;
  return [{ type: 'paragraph', children: [title] }, ...(leftOut > 0 ? plain(earlier) : [])];
}
