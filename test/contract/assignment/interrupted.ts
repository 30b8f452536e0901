import { AsyncResource } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Storage } from '../../../src/storage/storage.ts';
import type { Unit } from '../../../src/storage/unit.ts';
import type { People } from './people.ts';

/** The last moment of a unit of work, or the one before the first statement with these words. */
export type Moment = 'its commit' | { readonly words: string };

/**
 * The same storage, in one of whose units something else happens, as if another replica did it. Not for SQLite, where
 * one unit ends before the next begins.
 */
export function interrupted(storage: Storage, before: Moment, happens: () => Promise<void>): Storage {
  // What happens there is no part of the unit.
  const elsewhere = AsyncResource.bind(happens);
  let isDue = true;
  const interrupt = async () => {
    if (!isDue) return;
    isDue = false;
    await elsewhere();
  };
  const listening = (unit: Unit): Unit => {
    if (before === 'its commit') return unit;
    const query = unit.query.bind(unit);
    const slowly: Unit['query'] = async (sql, parameters) => {
      if (sql.includes(before.words)) await interrupt();
      return query(sql, parameters);
    };
    return Object.assign(unit, { query: slowly });
  };
  const unit: Storage['unit'] = (work) =>
    storage.unit(async (unit) => {
      const result = await work(listening(unit));
      if (before === 'its commit') await interrupt();
      return result;
    });
  return { ...storage, unit };
}

/** Long enough, in ms, for a unit of work to come to its end, or to a lock that another one holds. */
const A_WHILE_MS = 60;

/** One does something, and in the middle of it somebody else does something, too; both come to their end. */
export async function overlap(
  people: People,
  one: (who: People) => Promise<void>,
  other: (who: People) => Promise<void>,
  before: Moment = 'its commit',
): Promise<void> {
  let others: Promise<void> | undefined;
  const meanwhile = async () => {
    others = other(people);
    await Promise.race([others, sleep(A_WHILE_MS)]);
  };
  await one(people.on(interrupted(people.room.storage, before, meanwhile)));
  await others;
}
