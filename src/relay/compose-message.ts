import type { Author, OutgoingContent } from '../chat/message.ts';
import type { RichText } from '../chat/rich-text.ts';
import { leavesOf, mapLeaves } from '../chat/rich-text/leaves.ts';
import { storedText } from '../chat/rich-text/stored-text.ts';
import { WITHDRAWN, type Composer, type FileSource } from '../delivery/compose.ts';
import { MerchantSchema } from '../directory/merchant.schema.ts';
import type { People } from '../directory/people.ts';
import type { Storage } from '../storage/storage.ts';
import type { Reader } from '../storage/unit.ts';
import { findMessage, findTicket } from '../tickets/find-ticket.ts';
import { MessageSchema } from '../tickets/message.schema.ts';
import { MessageFileSchema, toPosted } from '../tickets/files/message-file.schema.ts';
import type { FileLinks } from '../tickets/files/file-links.ts';
import type { Platforms } from '../tickets/files/open-file.ts';
import { createFileSource } from './files/file-source.ts';
import { accountOf, type Message } from '../tickets/message.ts';

export interface MessageComposerDeps {
  readonly storage: Storage;
  readonly people: People;
  readonly platforms: Platforms;
  readonly fileLinks: FileLinks;
  /** Agents live in a room that relay does not know. */
  readonly nameOfAgent: (reader: Reader, id: number) => Promise<string | null>;
}

/** What a copy of a message is written of. */
export interface CopyPayload extends Record<string, unknown> {
  readonly messageId: number;
  /** Its part of the words; null: there is no such part any more, or none that this side may see. */
  readonly text: RichText | null;
  /** It stands where the author's own people talk. */
  readonly isOwnSide?: boolean;
}

/** What a copy of one of a message's files is written of; its `text` names the file. */
export interface FilePayload extends CopyPayload {
  readonly fileId: number;
}

/** What one party said, as the other reads it: the author's own name and face, and the words as they were. */
export function createMessageComposer(deps: MessageComposerDeps): Composer {
  return async (payload) => {
    const { messageId, text, isOwnSide, fileId } = payload as CopyPayload & Partial<FilePayload>;
    const message = await deps.storage.read((reader) => findMessage(reader, messageId));
    if (!message) return null;
    if (text === null) return WITHDRAWN;
    const content =
      fileId === undefined
        ? await composeWords(deps, message, storedText(text))
        : await composeFile(deps, message, fileId, isOwnSide === true);
    if (content === WITHDRAWN) return WITHDRAWN;
    return {
      ...content,
      author: await authorOf(deps, message, isOwnSide === true),
      ...((await isOutOfPlace(deps.storage, message)) && { saidAt: message.saidAt }),
    };
  };
}

interface Content {
  readonly content: OutgoingContent;
  readonly source?: FileSource;
}

async function composeWords({ people }: MessageComposerDeps, message: Message, text: RichText): Promise<Content> {
  return { content: { kind: 'text', text: await withNames(people, message, text) } };
}

async function composeFile(
  deps: MessageComposerDeps,
  { side }: Message,
  id: number,
  isOwnSide: boolean,
): Promise<Content | typeof WITHDRAWN> {
  const file = await deps.storage.read((reader) => reader.findOne(MessageFileSchema, { where: { id } }));
  if (file?.removedAt !== null) return WITHDRAWN;
  const reader = (side === 'merchant') === isOwnSide ? 'merchant' : 'desk';
  return { content: { kind: 'file', file: toPosted(file) }, source: createFileSource(deps, file, reader) };
}

/** What comes to us longer after it was said, in ms, than a platform's own repeats take: from a history, or from its delayed events. */
const LATE_AFTER_MS = 5 * 60 * 1000;

/** It is shown with its own time. */
const isOutOfPlace = async (storage: Storage, message: Message): Promise<boolean> =>
  message.createdAt.getTime() - message.saidAt.getTime() > LATE_AFTER_MS || comesAfterCard(storage, message);

/** The desk's card leads with the message that arrived first: what was said before that one is shown with its own time. */
async function comesAfterCard(storage: Storage, { ticketId, number, side, position }: Message): Promise<boolean> {
  if (side === 'agent' || number === 1) return false;
  const where = { ticketId, number: 1 };
  const first = await storage.read((reader) => reader.findOne(MessageSchema, { where }));
  return first !== null && position < first.position;
}

export async function authorOf(
  { storage, people, nameOfAgent }: MessageComposerDeps,
  message: Message,
  amongOwn: boolean,
): Promise<Author> {
  const account = accountOf(message);
  const person = account && (await people.find(account));
  const picture = person?.avatarUrl === undefined ? {} : { avatarUrl: person.avatarUrl };
  const { agentId } = message;
  if (agentId !== null) {
    const name = await storage.read((reader) => nameOfAgent(reader, agentId));
    return { name: name ?? person?.name ?? 'Support', ...picture };
  }
  if (person && amongOwn) return { name: person.name, ...picture };
  const merchant = await storage.read((reader) => nameOfMerchant(reader, message.ticketId));
  return { name: person ? `${person.name} · ${merchant}` : merchant, ...picture };
}

/** Whose ticket it is. */
export async function nameOfMerchant(reader: Reader, ticketId: number): Promise<string> {
  const ticket = await findTicket(reader, ticketId);
  const merchant = ticket && (await reader.findOne(MerchantSchema, { where: { id: ticket.merchantId } }));
  return merchant?.name ?? 'Merchant';
}

/** People who are mentioned are shown by name, and not notified. */
export async function withNames(people: People, message: Message, text: RichText): Promise<RichText> {
  const { platform, authorWorkspaceId: workspaceId } = message;
  const nameless = leavesOf(text).flatMap((leaf) =>
    leaf.type === 'mention' && leaf.name === undefined ? [leaf.userId] : [],
  );
  if (platform === null || workspaceId === null || nameless.length === 0) return text;
  const found = await Promise.all(
    [...new Set(nameless)].map(
      async (userId) => [userId, await people.find({ platform, workspaceId, userId })] as const,
    ),
  );
  const names = new Map(found.flatMap(([userId, person]) => (person ? [[userId, person.name] as const] : [])));
  return mapLeaves(text, (leaf) => {
    const name = leaf.type === 'mention' && leaf.name === undefined ? names.get(leaf.userId) : undefined;
    return name === undefined ? leaf : { ...leaf, name };
  });
}
