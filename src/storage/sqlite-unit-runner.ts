import type { DataSource, QueryRunner } from 'typeorm';
import type { Dialect } from './dialect.ts';
import { retrying, type UnitRunner, type Work } from './unit-runner.ts';
import { Unit } from './unit.ts';

/** A batch is committed after this many units, or this many ms, or when nothing waits. */
const BATCH_UNITS = 256;
const BATCH_MS = 10;

interface Waiting {
  readonly work: Work<unknown>;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** How one unit of a batch ended; told to its caller only after the COMMIT that makes it true. */
interface Ended {
  readonly waiting: Waiting;
  readonly unit: Unit;
  readonly outcome: { readonly result: unknown } | { readonly error: unknown };
}

/**
 * TypeORM has ONE connection to a SQLite file: overlapping transactions would nest, and one's roll-back would take the
 * others' rows. So units run strictly one after another, each in its own savepoint, many in one physical transaction.
 */
export class SqliteUnitRunner implements UnitRunner {
  readonly #dataSource: DataSource;
  readonly #dialect: Dialect;
  readonly #queue: Waiting[] = [];
  #draining: Promise<void> | null = null;

  constructor(dataSource: DataSource, dialect: Dialect) {
    this.#dataSource = dataSource;
    this.#dialect = dialect;
  }

  run<T>(work: Work<T>): Promise<T> {
    return retrying(() => this.#enqueue(work));
  }

  async close(): Promise<void> {
    await this.#draining;
  }

  #enqueue<T>(work: Work<T>): Promise<T> {
    return new Promise<unknown>((resolve, reject) => {
      this.#queue.push({ work, resolve, reject });
      this.#draining ??= this.#drain();
    }) as Promise<T>;
  }

  async #drain(): Promise<void> {
    // Everything that this turn of the event loop brings shares the first commit.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#queue.length > 0) await this.#batch();
    this.#draining = null;
  }

  async #batch(): Promise<void> {
    const ended: Ended[] = [];
    try {
      const runner = this.#dataSource.createQueryRunner();
      await begin(runner);
      await this.#fill(runner, ended);
      await runner.commitTransaction();
    } catch (error) {
      await this.#abandon();
      for (const { waiting } of ended) waiting.reject(error);
      // Nobody was served: without this, a database that cannot begin would be asked for ever.
      if (ended.length === 0) this.#queue.shift()?.reject(error);
      return;
    }
    for (const { waiting, unit, outcome } of ended) {
      if ('error' in outcome) waiting.reject(outcome.error);
      else {
        unit.committed();
        waiting.resolve(outcome.result);
      }
    }
  }

  async #fill(runner: QueryRunner, ended: Ended[]): Promise<void> {
    const until = performance.now() + BATCH_MS;
    while (ended.length < BATCH_UNITS && performance.now() < until) {
      const waiting = this.#queue.shift();
      if (waiting === undefined) return;
      const unit = new Unit(runner, this.#dialect);
      const entry: { -readonly [K in keyof Ended]: Ended[K] } = { waiting, unit, outcome: { error: undefined } };
      ended.push(entry);
      entry.outcome = await this.#one(runner, unit, waiting.work);
    }
  }

  async #one(runner: QueryRunner, unit: Unit, work: Work<unknown>): Promise<Ended['outcome']> {
    await runner.startTransaction();
    try {
      const result = await withoutForeignAwaits(work(unit));
      await unit.end();
      await runner.commitTransaction();
      return { result };
    } catch (error) {
      const reason = await unit.reasonOf(error);
      // SQLite may have ended the whole transaction itself (disk full): then nothing of this batch is left.
      if (!this.#inTransaction()) throw reason;
      await runner.rollbackTransaction();
      return { error: reason };
    }
  }

  /** Leaves TypeORM's one runner as it was before the batch, whatever state SQLite and TypeORM disagree about. */
  async #abandon(): Promise<void> {
    const runner = this.#dataSource.createQueryRunner();
    while (runner.isTransactionActive) {
      if (!this.#inTransaction()) await runner.query('BEGIN');
      await runner.rollbackTransaction().catch(() => undefined);
    }
  }

  #inTransaction(): boolean {
    const { databaseConnection } = this.#dataSource.driver as unknown as {
      databaseConnection: { inTransaction: boolean };
    };
    return databaseConnection.inTransaction;
  }
}

/** Where no transaction could begin, TypeORM believes in one all the same. */
async function begin(runner: QueryRunner): Promise<void> {
  try {
    await runner.startTransaction();
  } catch (error) {
    Object.assign(runner, { isTransactionActive: false });
    throw error;
  }
}

/**
 * Statements on this connection never leave the microtask queue. Whatever does is waiting for something else, and
 * every other unit would wait with it.
 */
async function withoutForeignAwaits<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Immediate | undefined;
  const foreign = new Promise<never>((_resolve, reject) => {
    timer = setImmediate(() => {
      reject(new Error('A unit of work waited for something other than the database: do that before or after it.'));
    });
  });
  try {
    return await Promise.race([work, foreign]);
  } finally {
    clearImmediate(timer);
  }
}
