import type { ChatPlatform } from '../chat/chat-platform.ts';
import { visibleText, type RichText } from '../chat/rich-text.ts';
import { splitText } from '../chat/split-text.ts';
import { findPosts } from '../delivery/compose.ts';
import type { Conversation } from '../delivery/conversation.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { Outbox } from '../delivery/outbox.ts';
import type { Reader, Unit } from '../storage/unit.ts';
import type { Message } from '../tickets/message.ts';
import { findAllFiles } from '../tickets/files/keep-files.ts';
import type { MessageFile } from '../tickets/files/message-file.schema.ts';
import type { CopyPayload } from './compose-message.ts';
import { isOfWords, queueFiles, reviseFiles } from './files/copy-files.ts';
import type { SideRole } from './side.schema.ts';

export const MESSAGE_COPY = 'message-copy';

/** A first message up to this length stands whole in the desk's card and needs no copy of its own. */
export const CARD_TEXT_LENGTH = 1_500;

export const standsInCard = ({ number, text }: Message): boolean =>
  number === 1 && visibleText(text).length <= CARD_TEXT_LENGTH;

/** All copies of a message have keys that begin so, wherever they stand. */
const copiesOf = ({ id }: Pick<Message, 'id'>): string => `message:${id}:`;

export const copiesIn = (message: Pick<Message, 'id'>, to: Pick<Conversation, 'id'>): string =>
  `${copiesOf(message)}${to.id}:`;

export const copyKey = (message: Pick<Message, 'id'>, to: Pick<Conversation, 'id'>, part: number): string =>
  `${copiesIn(message, to)}${part}`;

/** What leads a message in a place: the first of its words, or of its files where it has none. */
export const firstCopyKey = async (
  reader: Reader,
  message: Pick<Message, 'id'>,
  to: Pick<Conversation, 'id'>,
): Promise<string | undefined> => (await findPosts(reader, copiesIn(message, to)))[0]?.deliveryKey;

/** A message's copies in all conversations, on their way or there, in the order of their parts. */
export const findCopies = (reader: Reader, message: Pick<Message, 'id'>): Promise<Delivery[]> =>
  findPosts(reader, copiesOf(message));

/** On its own side only what was said in no thread of the ticket's own is copied. */
export const isCopiedIn = async (
  reader: Reader,
  message: Pick<Message, 'id'>,
  to: Pick<Conversation, 'id'>,
): Promise<boolean> => (await findPosts(reader, copiesIn(message, to))).length > 0;

/** Where copies stand. */
export interface CopyPlace {
  readonly to: Conversation;
  readonly role: SideRole;
}

export interface CopyDeps {
  readonly outbox: Outbox;
  readonly platforms: ReadonlyMap<string, ChatPlatform>;
}

/** Takes any text, for a platform that is switched off while somebody speaks. */
export const CAREFUL = { maxTextLength: 2_000, textLength: (text: string) => text.length };

/** What of a message stands in a place. */
export interface Shown {
  readonly words: boolean;
  readonly files: boolean;
}

/**
 * One post for each part that the platform takes, then one for each file; all of them in one lane, in order. The words
 * of each part are settled here: another version of the product may cut elsewhere, and would lose what lies between.
 */
export async function queueCopies(
  deps: CopyDeps,
  unit: Unit,
  place: CopyPlace,
  message: Message,
  shown: Shown = { words: true, files: true },
): Promise<void> {
  const files = await findAllFiles(unit, message.id);
  const parts = shown.words ? partsOf(deps, place, message, files) : [];
  for (const [part, text] of parts.entries()) await postPart(deps, unit, place, message, part, text);
  if (shown.files) await queueFiles(deps, unit, place, message, files);
}

/** Brings the copies in one place to what a message says now. */
export async function reviseCopies(
  deps: CopyDeps,
  unit: Unit,
  place: CopyPlace,
  message: Message,
  shown: Shown,
): Promise<void> {
  const files = await findAllFiles(unit, message.id);
  const parts = shown.words ? partsOf(deps, place, message, files) : [];
  const posts = await findPosts(unit, copiesIn(message, place.to));
  const known = new Set(posts.filter(isOfWords).map(({ deliveryKey }) => deliveryKey));
  for (let part = 0; part < Math.max(parts.length, known.size); part += 1) {
    const key = copyKey(message, place.to, part);
    const text = parts[part] ?? null;
    if (known.has(key)) await deps.outbox.revise(unit, key, payloadOf(place, message, text));
    else if (text !== null) await postPart(deps, unit, place, message, part, text);
  }
  await reviseFiles(deps, unit, place, message, files, posts, shown.files);
}

function partsOf(
  { platforms }: CopyDeps,
  { to }: CopyPlace,
  { text }: Message,
  files: readonly MessageFile[],
): RichText[] {
  // Its files say all that there is.
  if (files.length > 0 && visibleText(text).trim() === '') return [];
  const { maxTextLength, textLength } = platforms.get(to.platform)?.abilities ?? CAREFUL;
  return splitText(text, maxTextLength, textLength);
}

async function postPart(
  { outbox }: CopyDeps,
  unit: Unit,
  place: CopyPlace,
  message: Message,
  part: number,
  text: RichText,
): Promise<void> {
  await outbox.post(unit, {
    key: copyKey(message, place.to, part),
    conversation: place.to,
    composer: MESSAGE_COPY,
    payload: payloadOf(place, message, text),
    position: message.position,
    saidAt: message.saidAt,
  });
}

const payloadOf = ({ role }: CopyPlace, { id, side }: Message, text: RichText | null): CopyPayload => ({
  messageId: id,
  text,
  ...(role === side && { isOwnSide: true }),
});
