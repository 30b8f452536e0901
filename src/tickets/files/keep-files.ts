import { In, IsNull } from 'typeorm';
import type { AttachedFile, OpenFile } from '../../chat/file.ts';
import type { PersonRef } from '../../chat/address.ts';
import type { Reader, Unit } from '../../storage/unit.ts';
import { findLeftOut } from './limits.ts';
import { MessageFileSchema, type MessageFile } from './message-file.schema.ts';

/** What the columns hold. */
const NAME_LENGTH = 255;
const TYPE_LENGTH = 120;

/** Keeps what is attached to a new message. */
export async function keepFiles(
  unit: Unit,
  messageId: number,
  { platform, workspaceId }: Pick<PersonRef, 'platform' | 'workspaceId'>,
  files: readonly AttachedFile[],
): Promise<void> {
  const leftOut = findLeftOut(files);
  for (const [position, { nativeId, name, type, bytes }] of files.entries()) {
    await unit.insert(MessageFileSchema, {
      messageId,
      position,
      platform,
      workspaceId,
      nativeId,
      name: name === null ? null : shortened(name),
      type: typeOf(type),
      bytes,
      isLeftOut: leftOut.has(position),
      removedAt: null,
    });
  }
}

/** What only the platform knew. */
export async function learnFile(unit: Unit, id: number, { name, type, bytes }: OpenFile): Promise<void> {
  await unit.update(MessageFileSchema, { id }, { name: shortened(name), type: typeOf(type), bytes });
}

const shortened = (name: string): string => Array.from(name).slice(0, NAME_LENGTH).join('');

const typeOf = (type: string | null): string | null => (type !== null && type.length <= TYPE_LENGTH ? type : null);

/** The files of messages that these still have, by message, in order. */
export async function findFiles(
  reader: Reader,
  messages: readonly { readonly id: number }[],
): Promise<ReadonlyMap<number, readonly MessageFile[]>> {
  if (messages.length === 0) return new Map();
  const where = { messageId: In(messages.map(({ id }) => id)), removedAt: IsNull() };
  const files = await reader.find(MessageFileSchema, { where, order: { messageId: 'ASC', position: 'ASC' } });
  const grouped = new Map<number, MessageFile[]>();
  for (const file of files) grouped.set(file.messageId, [...(grouped.get(file.messageId) ?? []), file]);
  return grouped;
}

/** All that was ever attached to a message, in order. */
export const findAllFiles = (reader: Reader, messageId: number): Promise<MessageFile[]> =>
  reader.find(MessageFileSchema, { where: { messageId }, order: { position: 'ASC' } });

/**
 * Takes away what a message has no more. Nothing is ever added: no platform lets people attach to what was said.
 * @returns whether it was any
 */
export async function dropFiles(
  unit: Unit,
  messageId: number,
  left: readonly Pick<AttachedFile, 'nativeId'>[],
  now: Date,
): Promise<boolean> {
  const ids = new Set(left.map(({ nativeId }) => nativeId));
  const files = await findAllFiles(unit, messageId);
  const gone = files.filter(({ nativeId, removedAt }) => removedAt === null && !ids.has(nativeId));
  for (const { id } of gone) await unit.update(MessageFileSchema, { id }, { removedAt: now });
  return gone.length > 0;
}
