import type { EntitySchema, ObjectLiteral } from 'typeorm';
import type { Storage } from '../../../src/storage/storage.ts';
import type { Unit } from '../../../src/storage/unit.ts';
import type { Death, Dies } from './app-options.ts';

/** The same storage, with the unit of work in which the process dies. */
export function withDeath(storage: Storage, deathNow: () => Death | undefined): Storage {
  const unit: Storage['unit'] = (work) =>
    storage.unit(async (unit) => {
      const death = deathNow();
      if (!death || !('having' in death)) return work(unit);
      const meant = { has: false };
      const result = await work(telling(unit, death, () => (meant.has = true)));
      if (meant.has) die();
      return result;
    });
  return { ...storage, unit };
}

type Statement = (schema: EntitySchema<ObjectLiteral>, ...more: never[]) => Promise<number | null>;

function telling(unit: Unit, { having, table }: Dies, tell: () => void): Unit {
  const statement: Statement = unit[having].bind(unit);
  const told: Statement = (schema, ...more) => {
    if (schema.options.name === table) tell();
    return statement(schema, ...more);
  };
  return Object.assign(unit, { [having]: told });
}

/** Nothing after this runs: no handler, no flush, no answer. */
export function die(): never {
  process.kill(process.pid, 'SIGKILL');
  for (;;);
}
