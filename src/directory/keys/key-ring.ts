import { IsNull } from 'typeorm';
import type { Clock } from '../../clock.ts';
import { messageOf } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { Storage } from '../../storage/storage.ts';
import { hashToken } from '../sign-in/token.ts';
import { ApiKeySchema, type ApiKey } from './api-key.schema.ts';

/** The keys as the door of /api needs them. */
export interface KeyRing {
  /** Revoked and expired ones, too; null for what is no key of ours. */
  find(token: string): Promise<ApiKey | null>;
  /** Keeps when it was last used. Never rejects: nobody's request fails because of that. */
  noteUse(key: ApiKey): Promise<void>;
}

/** A key that is used all the time is written once in so long. */
const NOTED_EVERY_MS = 60_000;

export interface KeyRingDeps {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly log: Log;
}

export function createKeyRing({ storage, clock, log }: KeyRingDeps): KeyRing {
  return {
    // Each time from the database: what one replica revokes is revoked on all of them at once.
    find: (token) => storage.read((reader) => reader.findOne(ApiKeySchema, { where: { tokenHash: hashToken(token) } })),
    async noteUse({ id, lastUsedAt }) {
      const now = clock.now();
      if (lastUsedAt !== null && now.getTime() - lastUsedAt.getTime() < NOTED_EVERY_MS) return;
      // Of many requests at once one writes.
      const unchanged = { id, lastUsedAt: lastUsedAt ?? IsNull() };
      await storage
        .unit((unit) => unit.update(ApiKeySchema, unchanged, { lastUsedAt: now }))
        .catch((error: unknown) => log.warn({ err: messageOf(error) }, 'could not note the use of a key'));
    },
  };
}
