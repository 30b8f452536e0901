import { setTimeout as sleep } from 'node:timers/promises';
import type { Storage } from '../../../src/storage/storage.ts';
import type { Unit } from '../../../src/storage/unit.ts';
import type { Pause } from './app-options.ts';

/**
 * The same storage, waiting before one kind of statement, so that something else surely happens in between. Not for
 * SQLite, whose units wait for nothing but the database.
 */
export function withPause(storage: Storage, pause: Pause | undefined): Storage {
  if (!pause) return storage;
  const pausing = (unit: Unit): Unit => {
    const query = unit.query.bind(unit);
    const slowly: Unit['query'] = async (sql, parameters) => {
      if (sql.includes(pause.before)) await sleep(pause.ms);
      return query(sql, parameters);
    };
    const insert = unit.insert.bind(unit);
    const insertSlowly: Unit['insert'] = async (schema, row) => {
      if (pause.before === `INSERT INTO ${schema.options.name}`) await sleep(pause.ms);
      return insert(schema, row);
    };
    return Object.assign(unit, { query: slowly, insert: insertSlowly });
  };
  return { ...storage, unit: (work) => storage.unit((unit) => work(pausing(unit))) };
}
