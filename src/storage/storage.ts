import { AsyncLocalStorage } from 'node:async_hooks';
import type { DataSource } from 'typeorm';
import type { Dialect } from './dialect.ts';
import type { UnitRunner, Work } from './unit-runner.ts';
import { Reader } from './unit.ts';

/** The only way to the data. */
export interface Storage {
  readonly dialect: Dialect;
  /**
   * Runs one unit of work and resolves after its commit. It may run again on deadlock or lock time-out.
   * @throws what `work` throws, after the roll-back; and when called inside another unit
   */
  unit<T>(work: Work<T>): Promise<T>;
  /** Reads what is committed. @throws when called inside a unit, which reads through itself */
  read<T>(work: (reader: Reader) => Promise<T>): Promise<T>;
  /** @throws when called inside a unit of work: `what` leaves the process, and the unit may run again */
  assertOutsideUnit(what: string): void;
  /** Names of migrations that have not run. */
  pendingMigrations(): Promise<string[]>;
  /** Runs them; several replicas at once are safe. */
  migrate(): Promise<void>;
  close(): Promise<void>;
}

export interface StorageParts {
  readonly dialect: Dialect;
  readonly writes: DataSource;
  readonly reads: DataSource;
  readonly units: UnitRunner;
  readonly migrate: () => Promise<void>;
  /** Frees what was held beside the connections. */
  readonly release: () => void;
}

export function createStorage({ dialect, writes, reads, units, migrate, release }: StorageParts): Storage {
  const inUnit = new AsyncLocalStorage<true>();
  let isClosed = false;
  const reader = new Reader(reads.manager, dialect);
  const assertOutsideUnit = (what: string) => {
    if (inUnit.getStore()) throw new Error(`${what} inside a unit of work: do it before or after.`);
  };
  // A statement on a closed libsql database would take the whole process down.
  const assertOpen = () => {
    if (isClosed) throw new Error('The database is closed: this process is about to end.');
  };
  return {
    dialect,
    async unit(work) {
      assertOpen();
      assertOutsideUnit('A unit of work was started');
      return units.run((unit) => inUnit.run(true, () => work(unit)));
    },
    async read(work) {
      assertOpen();
      assertOutsideUnit('A read outside the unit was started');
      return work(reader);
    },
    assertOutsideUnit,
    pendingMigrations: () => namesOfPending(writes),
    migrate,
    async close() {
      isClosed = true;
      await units.close();
      await Promise.all([...new Set([writes, reads])].map((dataSource) => dataSource.destroy()));
      release();
    },
  };
}

/** Names of the migrations that this database has not seen. */
export async function namesOfPending(dataSource: DataSource): Promise<string[]> {
  const run = await dataSource.query<{ name: string }[]>('SELECT name FROM migrations').catch(() => []);
  const names = new Set(run.map(({ name }) => name));
  return dataSource.migrations
    .map((migration) => migration.name ?? migration.constructor.name)
    .filter((name) => !names.has(name));
}
