import type { Person } from '../../../src/chat/address.ts';
import type { PostedFile } from '../../../src/chat/file.ts';
import type { Entry } from '../../../src/chat/history.ts';
import type { WireEntry, WireFile } from '../wire.ts';

export interface ToWireDeps {
  readonly findPerson: (userId: string) => Promise<Person | null>;
  readonly linkToFile: (fileId: number) => Promise<string>;
}

/** An entry as pages take it. */
export async function toWire(
  { author, content, saidAt, postedAt, ...entry }: Entry,
  { findPerson, linkToFile }: ToWireDeps,
): Promise<WireEntry> {
  const userId = author.kind === 'person' ? author.userId : null;
  const name = author.kind === 'person' ? (await findPerson(author.userId))?.name : author.name;
  return {
    ...entry,
    content: content.kind === 'file' ? { kind: 'file', file: await showFile(content.file, linkToFile) } : content,
    author: { kind: author.kind, userId, name: name ?? (userId === null ? null : 'Someone') },
    saidAt: saidAt?.toISOString() ?? null,
    postedAt: postedAt.toISOString(),
  };
}

const showFile = async ({ id, name, bytes }: PostedFile, linkToFile: ToWireDeps['linkToFile']): Promise<WireFile> => ({
  name,
  bytes,
  url: await linkToFile(id),
});
