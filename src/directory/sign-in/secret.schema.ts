import { randomBytes } from 'node:crypto';
import { columns } from '../../storage/columns.ts';
import type { Storage } from '../../storage/storage.ts';
import { table } from '../../storage/table.ts';

/** What the replicas share and nobody else may know; made once, by whoever needs it first. */
export interface Secret {
  readonly name: string;
  readonly value: string;
}

export const SecretSchema = table<Secret>({
  name: 'secret',
  columns: { name: columns.key(40, { primary: true }), value: columns.key(100) },
});

const BYTES = 32;

/** The secret with this name, the same on every replica. */
export async function findSecret(storage: Storage, name: string): Promise<string> {
  const find = () => storage.read((reader) => reader.findOne(SecretSchema, { where: { name } }));
  const known = await find();
  if (known) return known.value;
  await storage.unit((unit) =>
    unit.insertOnce(SecretSchema, { name, value: randomBytes(BYTES).toString('base64url') }),
  );
  const made = await find();
  if (!made) throw new Error(`The secret ${name} could not be written down.`);
  return made.value;
}
