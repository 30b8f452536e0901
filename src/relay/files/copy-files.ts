import { plain } from '../../chat/rich-text.ts';
import type { Conversation } from '../../delivery/conversation.ts';
import type { Delivery } from '../../delivery/delivery.ts';
import type { Outbox } from '../../delivery/outbox.ts';
import type { Unit } from '../../storage/unit.ts';
import { fileInWords, leftOutLine } from '../../tickets/files/file-words.ts';
import type { MessageFile } from '../../tickets/files/message-file.schema.ts';
import type { Message } from '../../tickets/message.ts';
import type { FilePayload } from '../compose-message.ts';
import { copiesIn, MESSAGE_COPY, type CopyPlace } from '../copy-message.ts';

/** Says which files of a message cross to nobody. */
export const LEFT_OUT_NOTE = 'left-out-note';

interface FilesDeps {
  readonly outbox: Outbox;
}

/** Of everything that is not its words. */
const FILE = 'file:';
const LEFT_OUT = 'left-out';

const fileKey = (message: Pick<Message, 'id'>, to: Pick<Conversation, 'id'>, { id }: MessageFile): string =>
  `${copiesIn(message, to)}${FILE}${id}`;

/** Whether a copy is of a message's words, not of what is attached to it. */
export const isOfWords = ({ deliveryKey }: Pick<Delivery, 'deliveryKey'>): boolean =>
  /^\d+$/.test(deliveryKey.slice(deliveryKey.lastIndexOf(':') + 1)) && !deliveryKey.includes(`:${FILE}`);

/** One post for each file, in the message's lane, behind its words; then a note about those that are left out. */
export async function queueFiles(
  deps: FilesDeps,
  unit: Unit,
  place: CopyPlace,
  message: Message,
  files: readonly MessageFile[],
): Promise<void> {
  const order = { position: message.position, saidAt: message.saidAt };
  for (const file of files.filter(crosses)) {
    await deps.outbox.post(unit, {
      key: fileKey(message, place.to, file),
      conversation: place.to,
      composer: MESSAGE_COPY,
      payload: payloadOf(place, message, file, true),
      ...order,
    });
  }
  await noteLeftOut(deps, unit, place.to, `${copiesIn(message, place.to)}${LEFT_OUT}`, message, files);
}

/** Whoever said it is told as well, where they said it. */
export const tellAuthor = (
  deps: FilesDeps,
  unit: Unit,
  at: Conversation,
  message: Message,
  files: readonly MessageFile[],
): Promise<void> => noteLeftOut(deps, unit, at, authorsNoteKey(message), message, files);

const authorsNoteKey = ({ id }: Pick<Message, 'id'>): string => `${LEFT_OUT_NOTE}:${id}`;

async function noteLeftOut(
  { outbox }: FilesDeps,
  unit: Unit,
  conversation: Conversation,
  key: string,
  { id: messageId, position }: Message,
  files: readonly MessageFile[],
): Promise<void> {
  const leftOut = files.filter(({ isLeftOut }) => isLeftOut);
  if (leftOut.length === 0) return;
  const payload = { messageId, text: plain(leftOutLine(leftOut)) };
  await outbox.post(unit, { key, conversation, composer: LEFT_OUT_NOTE, payload, position });
}

/** Takes away the copies of files that stand there no more, and brings back those that do again. */
export async function reviseFiles(
  { outbox }: FilesDeps,
  unit: Unit,
  place: CopyPlace,
  message: Message,
  files: readonly MessageFile[],
  posts: readonly Delivery[],
  isShown: boolean,
): Promise<void> {
  const known = new Map(posts.map((post) => [post.deliveryKey, post]));
  for (const file of files) {
    const post = known.get(fileKey(message, place.to, file));
    const stands = isShown && file.removedAt === null;
    // A file never changes: only its going and coming is anything to do.
    if (!post || stands === isWanted(post)) continue;
    await outbox.revise(unit, post.deliveryKey, payloadOf(place, message, file, stands));
  }
  const note = known.get(`${copiesIn(message, place.to)}${LEFT_OUT}`);
  if (!note || isShown === isWanted(note)) return;
  const text = isShown ? plain(leftOutLine(files.filter(({ isLeftOut }) => isLeftOut))) : null;
  await outbox.revise(unit, note.deliveryKey, { messageId: message.id, text });
}

/** What was said to the author goes with what they said. */
export const withdrawFromAuthor = ({ outbox }: FilesDeps, unit: Unit, message: Pick<Message, 'id'>): Promise<void> =>
  outbox.revise(unit, authorsNoteKey(message), { messageId: message.id, text: null });

const crosses = ({ isLeftOut, removedAt }: MessageFile): boolean => !isLeftOut && removedAt === null;

const isWanted = ({ payload }: Delivery): boolean => (payload as FilePayload).text !== null;

const payloadOf = ({ role }: CopyPlace, { id, side }: Message, file: MessageFile, stands: boolean): FilePayload => ({
  messageId: id,
  // In words, for what is told about it; null as for words that are not to be seen.
  text: stands ? plain(fileInWords(file)) : null,
  fileId: file.id,
  ...(role === side && { isOwnSide: true }),
});
