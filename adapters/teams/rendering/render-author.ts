import type { Author } from '../../../src/chat/message.ts';
import type { Inline, RichText } from '../../../src/chat/rich-text.ts';
import { beginningOfWords } from '../../../src/chat/rich-text/cut-text.ts';
import { isolate } from '../../../src/chat/rich-text/isolate.ts';
import { moment, words } from '../../../src/chat/rich-text/own-words.ts';
import { soundText } from '../../../src/chat/rich-text/sound-text.ts';

/** Who speaks, and when they did. */
export interface Said {
  readonly author?: Author | undefined;
  readonly saidAt?: Date | undefined;
}

const NAME_LENGTH = 80;

/** Line breaks, control characters, and what shows nothing: none belongs in a name. */
const INVISIBLE = /[\p{Cc}\p{Zl}\p{Zp}\s\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]+/gu;

/** Who speaks, on one line; undefined where nobody is named. */
export function authorName(author: Author | undefined): string | undefined {
  const name = soundText(author?.name ?? '')
    .replace(INVISIBLE, ' ')
    .trim();
  if (name === '') return undefined;
  const shown = beginningOfWords(name, NAME_LENGTH, (part) => part.length);
  return isolate(shown === name ? name : `${shown}…`);
}

/**
 * Who said it, and when, over what was said: a bot's post has no other face in Teams than the bot's own. Words cannot
 * show a time in the reader's zone, as cards can.
 */
export function renderAuthor({ author, saidAt }: Said): RichText {
  const name = authorName(author);
  const at = saidAt && moment(saidAt);
  const who: Inline[] = name === undefined ? [] : [{ type: 'strong', children: [words(name)] }];
  const when: Inline[] = at ? [words(name === undefined ? 'Said at ' : ', said at '), at] : [];
  const children = [...who, ...when];
  return children.length > 0 ? [{ type: 'paragraph', children }] : [];
}
