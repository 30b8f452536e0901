import type { Person } from '../../../src/chat/address.ts';
import type { Entry } from '../../../src/chat/history.ts';
import type { WireEntry } from '../wire.ts';

/** An entry as pages take it. */
export async function toWire(
  { author, saidAt, postedAt, ...entry }: Entry,
  findPerson: (userId: string) => Promise<Person | null>,
): Promise<WireEntry> {
  const userId = author.kind === 'person' ? author.userId : null;
  const name = author.kind === 'person' ? (await findPerson(author.userId))?.name : author.name;
  return {
    ...entry,
    author: { kind: author.kind, userId, name: name ?? (userId === null ? null : 'Someone') },
    saidAt: saidAt?.toISOString() ?? null,
    postedAt: postedAt.toISOString(),
  };
}
