import { inTime } from '../in-time.ts';
import type { Storage } from '../storage/storage.ts';

/** Those who ask whether we are well want an answer while the database gives none. In ms. */
export const LOOK_WITHIN_MS = 2_000;

/** Whether the product can work: each check by name. */
export async function checkReadiness(storage: Storage): Promise<Record<string, true | string>> {
  try {
    await inTime(
      LOOK_WITHIN_MS,
      storage.read((reader) => reader.query('SELECT 1')),
    );
    const pending = await inTime(LOOK_WITHIN_MS, storage.pendingMigrations());
    const migrations = pending.length === 0 ? true : `${pending.length} to run: npm run migrate`;
    return { database: true, migrations };
  } catch {
    return { database: 'cannot be reached; see DATABASE_URL' };
  }
}
