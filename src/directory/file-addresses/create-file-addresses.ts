import { LessThan } from 'typeorm';
import type { FileAddresses } from '../../chat/file-addresses.ts';
import type { Clock } from '../../clock.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Unit } from '../../storage/unit.ts';
import { FileAddressSchema } from './file-address.schema.ts';

const NAME_LENGTH = 255;
const KEEP_MS = 24 * 60 * 60 * 1000;

export interface FileAddressesDeps {
  readonly storage: Storage;
  readonly clock: Clock;
}

/** Where files are read, in the product's own database. What was said last is what counts. */
export function createFileAddresses({ storage, clock }: FileAddressesDeps): FileAddresses {
  return {
    keep: ({ platform, workspaceId, nativeId }, { url, name }) =>
      storage.unit(async (unit) => {
        const where = { platform, workspaceId, nativeId };
        const news = { url, name: Array.from(name).slice(0, NAME_LENGTH).join(''), keptAt: clock.now() };
        if ((await unit.update(FileAddressSchema, where, news)) > 0) return;
        await unit.insertOnce(FileAddressSchema, { ...where, ...news });
      }),
    async find({ platform, workspaceId, nativeId }) {
      const where = { platform, workspaceId, nativeId };
      const row = await storage.read((reader) => reader.findOne(FileAddressSchema, { where }));
      return row && { url: row.url, name: row.name };
    },
  };
}

/** Forgets addresses that are good for nothing any more. */
export async function pruneFileAddresses(clock: Clock, unit: Unit): Promise<void> {
  await unit.remove(FileAddressSchema, { keptAt: LessThan(new Date(clock.now().getTime() - KEEP_MS)) });
}
