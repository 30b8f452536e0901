import type { DataSource, QueryRunner } from 'typeorm';
import type { Dialect } from './dialect.ts';
import { retrying, type UnitRunner, type Work } from './unit-runner.ts';
import { Unit } from './unit.ts';

/** One transaction (READ COMMITTED, set for each connection) a unit, on a connection of the pool. */
export function createMysqlUnitRunner(dataSource: DataSource, dialect: Dialect): UnitRunner {
  return {
    run: (work) => retrying(() => runOnce(dataSource, dialect, work)),
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
    const reason = await unit.reasonOf(error);
    // A connection that is gone cannot roll back; the database has done so.
    await runner.rollbackTransaction().catch(() => undefined);
    throw reason;
  }
}
