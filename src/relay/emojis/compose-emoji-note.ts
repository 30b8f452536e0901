import { emojiText } from '../../chat/emoji.ts';
import { plain, visibleText } from '../../chat/rich-text.ts';
import { WITHDRAWN, type Composer } from '../../delivery/compose.ts';
import type { People } from '../../directory/people.ts';
import type { Storage } from '../../storage/storage.ts';
import { findMessage } from '../../tickets/find-ticket.ts';
import { findReactors, type SideEmoji } from '../../tickets/react-to-message.ts';
import { subjectOf } from '../../tickets/ticket.ts';
import { withNames } from '../compose-message.ts';

export interface EmojiNoteDeps {
  readonly storage: Storage;
  readonly people: People;
}

/** What a reaction says that cannot be shown as one. */
export function createEmojiNoteComposer({ storage, people }: EmojiNoteDeps): Composer {
  return async (payload) => {
    const emoji = payload as unknown as SideEmoji;
    const [message, [reactor]] = await storage.read(
      async (reader) => [await findMessage(reader, emoji.messageId), await findReactors(reader, emoji)] as const,
    );
    if (!message || !reactor || message.visibility === 'internal' || message.deletedAt !== null) return WITHDRAWN;
    const name = (await people.find(reactor))?.name ?? 'Somebody';
    const words = subjectOf(visibleText(await withNames(people, message, message.text)));
    const line = `${name} reacted with ${emojiText(emoji.emoji)} to “${words}”`;
    return { content: { kind: 'text', text: plain(line) } };
  };
}
