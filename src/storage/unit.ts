import {
  type EntityManager,
  type EntitySchema,
  type FindManyOptions,
  type FindOneOptions,
  type FindOptionsWhere,
  type ObjectLiteral,
  type QueryRunner,
} from 'typeorm';
import { isDuplicate, isRetryable, type Dialect } from './dialect.ts';

/** Columns with their values; a function gives SQL. */
type Values<T extends ObjectLiteral> = { readonly [Column in keyof T]?: T[Column] | (() => string) };

/** Sees what is committed. */
export class Reader {
  protected readonly manager: EntityManager;
  readonly dialect: Dialect;

  constructor(manager: EntityManager, dialect: Dialect) {
    this.manager = manager;
    this.dialect = dialect;
  }

  find<T extends ObjectLiteral>(schema: EntitySchema<T>, options: FindManyOptions<T>): Promise<T[]> {
    return this.run(() => this.manager.find(schema, options));
  }

  findOne<T extends ObjectLiteral>(schema: EntitySchema<T>, options: FindOneOptions<T>): Promise<T | null> {
    return this.run(() => this.manager.findOne(schema, options));
  }

  count<T extends ObjectLiteral>(schema: EntitySchema<T>, where: FindOptionsWhere<T>): Promise<number> {
    return this.run(() => this.manager.countBy(schema, where));
  }

  /** Rows of a statement written by hand, with `?` for each parameter. */
  query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return this.run(() => this.manager.query<Row[]>(sql, [...parameters]));
  }

  protected run<R>(statement: () => Promise<R>): Promise<R> {
    return statement();
  }
}

/**
 * One unit of work: all of it is committed, or nothing. It may run again from its start, so it touches nothing but the
 * database. It ends when the function that received it ends; a statement after that is refused.
 */
export class Unit extends Reader {
  readonly #runner: QueryRunner;
  readonly #pending = new Set<Promise<unknown>>();
  readonly #afterCommit: (() => void)[] = [];
  #ended = false;
  #poison: Error | null = null;

  constructor(runner: QueryRunner, dialect: Dialect) {
    super(runner.manager, dialect);
    this.#runner = runner;
  }

  /** @returns the new row's id, where the database gives one */
  insert<T extends ObjectLiteral>(schema: EntitySchema<T>, row: Values<T>): Promise<number> {
    return this.run(async () => {
      const query = this.manager.createQueryBuilder().insert().into(schema).values(row).updateEntity(false);
      const raw = (await query.execute()).raw as number | { insertId: number };
      return typeof raw === 'object' ? raw.insertId : raw;
    });
  }

  /** Inserts unless a unique key stands there already. @returns the new id, or null when it does */
  async insertOnce<T extends ObjectLiteral>(schema: EntitySchema<T>, row: Values<T>): Promise<number | null> {
    try {
      return await this.insert(schema, row);
    } catch (error) {
      if (isDuplicate(error)) return null;
      throw error;
    }
  }

  /** @returns how many rows the condition met */
  update<T extends ObjectLiteral>(
    schema: EntitySchema<T>,
    where: FindOptionsWhere<T>,
    values: Values<T>,
  ): Promise<number> {
    return this.run(async () => {
      refuseUndefined(where);
      const query = this.manager.createQueryBuilder().update(schema).set(values).where(where).updateEntity(false);
      return (await query.execute()).affected ?? 0;
    });
  }

  /** @returns how many rows the condition met */
  remove<T extends ObjectLiteral>(schema: EntitySchema<T>, where: FindOptionsWhere<T>): Promise<number> {
    return this.run(async () => {
      refuseUndefined(where);
      const query = this.manager.createQueryBuilder().delete().from(schema).where(where);
      return (await query.execute()).affected ?? 0;
    });
  }

  /** The row, held against every other unit until this one ends. */
  async lock<T extends ObjectLiteral>(schema: EntitySchema<T>, where: FindOptionsWhere<T>): Promise<T | null> {
    refuseUndefined(where);
    const query = () => this.manager.createQueryBuilder(schema, 'locked').where(where);
    // SQLite has one writer: whoever runs a unit holds every row.
    if (this.dialect.database === 'sqlite') return this.run(() => query().getOne());
    return this.run(() => query().setLock('pessimistic_write').getOne());
  }

  /** Runs a statement written by hand. @returns how many rows it met */
  execute(sql: string, parameters: readonly unknown[] = []): Promise<number> {
    return this.run(async () => (await this.#runner.query(sql, [...parameters], true)).affected ?? 0);
  }

  /** Called once the unit is committed; never when it is not. */
  afterCommit(then: () => void): void {
    this.#afterCommit.push(then);
  }

  /** For the storage room: waits for what still runs, refuses what comes later, and throws what spoiled the unit. */
  async end(): Promise<void> {
    this.#ended = true;
    await Promise.allSettled(this.#pending);
    if (this.#poison) throw this.#poison;
  }

  /** For the storage room: what spoiled the unit decides whether it runs again, not what its work made of that. */
  reasonOf(error: unknown): Promise<unknown> {
    return this.end().then(
      () => error,
      (poison: unknown) => poison,
    );
  }

  /** For the storage room. */
  committed(): void {
    for (const then of this.#afterCommit) then();
  }

  protected override run<R>(statement: () => Promise<R>): Promise<R> {
    if (this.#ended) return Promise.reject(new Error('This unit of work has ended: await every statement in it.'));
    const running = statement().catch((error: unknown) => {
      // The database may have rolled everything back: whatever the caller makes of this error, the unit must run again.
      if (error instanceof Error && isRetryable(error)) this.#poison ??= error;
      throw error;
    });
    this.#pending.add(running);
    const settled = () => this.#pending.delete(running);
    running.then(settled, settled);
    return running;
  }
}

/** TypeORM leaves such a condition out: every row would be met. */
function refuseUndefined(where: object): void {
  for (const [column, value] of Object.entries(where)) {
    if (value === undefined) throw new Error(`The condition on ${column} is undefined.`);
  }
}
