import type { DataSource, QueryRunner } from 'typeorm';
import { isRetryable, type Dialect } from './dialect.ts';
import { pauseBeforeTry, TRIES, type UnitRunner, type Work } from './unit-runner.ts';
import { Unit } from './unit.ts';

/** One transaction (READ COMMITTED, set for each connection) a unit, on a connection of the pool. */
export function createMysqlUnitRunner(dataSource: DataSource, dialect: Dialect): UnitRunner {
  return {
    async run(work) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await runOnce(dataSource, dialect, work);
        } catch (error) {
          if (attempt >= TRIES || !isRetryable(error)) throw error;
          await pauseBeforeTry(attempt);
        }
      }
    },
    close: () => Promise.resolve(),
  };
}

async function runOnce<T>(dataSource: DataSource, dialect: Dialect, work: Work<T>): Promise<T> {
  const runner = dataSource.createQueryRunner();
  const unit = new Unit(runner, dialect);
  try {
    await runner.startTransaction();
    const result = await commitOrRollBack(runner, unit, work);
    unit.committed();
    return result;
  } finally {
    await runner.release();
  }
}

async function commitOrRollBack<T>(runner: QueryRunner, unit: Unit, work: Work<T>): Promise<T> {
  try {
    const result = await work(unit);
    await unit.end();
    await runner.commitTransaction();
    return result;
  } catch (error) {
    // What spoiled the unit decides whether it runs again, not what its work made of that.
    const reason = await unit.end().then(
      () => error,
      (poison: unknown) => poison,
    );
    // A connection that is gone cannot roll back; the database has done so.
    await runner.rollbackTransaction().catch(() => undefined);
    throw reason;
  }
}
