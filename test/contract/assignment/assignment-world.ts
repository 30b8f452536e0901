import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrations } from '../../../migrations/index.ts';
import { createAssignmentHandlers } from '../../../src/assignment/assignment-handlers.ts';
import type { AssignmentDeps } from '../../../src/assignment/assignment-deps.ts';
import { createAssignmentReaction } from '../../../src/assignment/assignment-reaction.ts';
import type { Clock } from '../../../src/clock.ts';
import { createOutbox, EDIT_JOB, POST_JOB } from '../../../src/delivery/outbox.ts';
import { enqueueJob, retryJob } from '../../../src/jobs/enqueue-job.ts';
import { RetryLater, type Job, type JobHandler } from '../../../src/jobs/job.ts';
import { JobSchema } from '../../../src/jobs/job.schema.ts';
import { headOfLane } from '../../../src/jobs/lease-lane.ts';
import { markDone } from '../../../src/jobs/settle-job.ts';
import { Worker, type JobQueue } from '../../../src/jobs/worker.ts';
import { createLog } from '../../../src/log.ts';
import { schemas } from '../../../src/schemas.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import { createRecord, type Reaction } from '../../../src/tickets/ticket-events.ts';
import type { TestDatabase } from '../../support/databases.ts';
import type { Ask } from '../../support/offer-promises.ts';
import { waitFor } from '../../support/wait-for.ts';

/** Jobs that wait for their time. */
const TIMERS = ['expire-offer', 'new-round', 'queue-moved'];
/** What is posted and edited is nobody's concern here. */
const OUTSIDE = [POST_JOB, EDIT_JOB];

/** Every look at it is a ms later than the one before. */
export function aSteadyClock(): Clock {
  let ms = Date.UTC(2026, 10, 22);
  return { now: () => new Date((ms += 1)) };
}

/** The assignment room as one replica has it. */
export interface Room {
  /** Whether workers run its jobs. */
  readonly isBusy: boolean;
  readonly storage: Storage;
  readonly deps: AssignmentDeps;
  readonly handlers: ReadonlyMap<string, JobHandler>;
}

/** Its jobs are left in the database, for whoever looks. */
const LEAVING: JobQueue = { enqueue: enqueueJob, retry: retryJob };

/** A database with the assignment room and nothing that shows it; empty for each test. */
export function assignmentWorld(database: TestDatabase): AssignmentWorld {
  const world = new AssignmentWorld();
  beforeAll(async () => {
    const url = await database.createUrl();
    // SQLite has one process.
    await world.open(url, database.name === 'sqlite' ? 1 : 2);
  });
  afterEach(() => world.clear());
  afterAll(() => world.close());
  return world;
}

export class AssignmentWorld {
  readonly #clock = aSteadyClock();
  #storages: Storage[] = [];
  #workers: Worker[] = [];

  async open(url: string, replicas: number): Promise<void> {
    for (let replica = 0; replica < replicas; replica += 1) {
      this.#storages.push(await openStorage({ url, schemas, migrations }));
    }
    await this.storage.migrate();
  }

  async close(): Promise<void> {
    await Promise.all(this.#storages.map((storage) => storage.close()));
  }

  /** Ends the workers and leaves nothing behind. */
  async clear(): Promise<void> {
    await Promise.all(this.#workers.splice(0).map((worker) => worker.stop()));
    await this.storage.unit(async (unit) => {
      for (const { options } of schemas) await unit.execute(`DELETE FROM ${options.name}`);
    });
  }

  get storage(): Storage {
    return this.#storages[0]!;
  }

  ask: Ask = (sql) => this.storage.read((reader) => reader.query(sql));

  /**
   * A room whose jobs run when `runJobs` is called.
   * @param onlooker is told of every event, in its unit of work, after the room itself
   */
  room(onlooker: Reaction = nobodyLooks, storage: Storage = this.storage): Room {
    return this.#roomOn(storage, LEAVING, onlooker);
  }

  /** Two rooms whose jobs two workers run: of two replicas on MariaDB, of one process on SQLite. */
  async busyRooms(): Promise<readonly [Room, Room]> {
    const start = async (storage: Storage) => {
      const worker = new Worker(storage, createLog('silent'), { leaseMs: 10_000, pollMs: 10, stopWithinMs: 5_000 });
      const room = this.#roomOn(storage, worker, nobodyLooks);
      for (const [kind, handler] of room.handlers) worker.handle(kind, handler);
      for (const kind of OUTSIDE) worker.handle(kind, { run: () => Promise.resolve(undefined) });
      this.#workers.push(worker);
      await worker.start();
      return room;
    };
    return [await start(this.storage), await start(this.#storages.at(-1)!)];
  }

  #roomOn(storage: Storage, jobs: JobQueue, onlooker: Reaction): Room {
    const deps: AssignmentDeps = {
      onAvailability: () => Promise.resolve(),
      clock: this.#clock,
      record: (unit, event) => record(unit, event),
      jobs,
      outbox: createOutbox(jobs),
    };
    const record = createRecord([createAssignmentReaction(deps), onlooker]);
    return { isBusy: jobs !== LEAVING, storage, deps, handlers: createAssignmentHandlers({ ...deps, storage }) };
  }

  /** Runs so many jobs, each lane in its order; timers do not count. Where workers run them, it gives them a moment. */
  async runJobs(room: Room, most = Infinity): Promise<void> {
    if (room.isBusy) return sleep(Math.min(most, 10));
    for (let done = 0; done < most; done += 1) {
      const next = await this.#nextJob();
      if (!next) return;
      await this.#run(room, next);
    }
  }

  /** Whether no job is left to run; timers do not count. */
  async isAtRest(): Promise<boolean> {
    return (await this.#nextJob()) === null;
  }

  async #nextJob(): Promise<Job | null> {
    const lanes = await this.ask<{ lane: string }>(
      `SELECT lane FROM job WHERE state = 'ready' AND ${notOf([...TIMERS, ...OUTSIDE])}
       GROUP BY lane ORDER BY MIN(position), MIN(id) LIMIT 1`,
    );
    const [first] = lanes;
    return first ? this.storage.read(async (reader) => (await headOfLane(reader, first.lane))?.job ?? null) : null;
  }

  /** As a worker does, but for the lease. */
  async #run({ storage, handlers }: Room, job: Job): Promise<void> {
    try {
      const finish = await handlers.get(job.kind)!.run(job, {
        unit: (work) => storage.unit(work),
        hold: (work) => work(new AbortController().signal),
      });
      await storage.unit(async (unit) => {
        await finish?.(unit);
        await markDone(unit, job);
      });
    } catch (error) {
      // It is still ready, then.
      if (!(error instanceof RetryLater)) throw error;
    }
  }

  /** Those that wait for their time, in the order in which they were set. */
  async timers(): Promise<Job[]> {
    const ready = await this.storage.read((reader) =>
      reader.find(JobSchema, { where: { state: 'ready' }, order: { id: 'ASC' } }),
    );
    return ready.filter(({ kind }) => TIMERS.includes(kind));
  }

  /** A timer's time has come. */
  async ring(room: Room, timer: Job): Promise<void> {
    if (!room.isBusy) return this.#run(room, timer);
    await room.storage.unit(async (unit) => {
      const { nowMs } = unit.dialect;
      await unit.execute(`UPDATE lane SET wakeAt = ${nowMs} WHERE name = ? AND token = 0`, [timer.lane]);
      await unit.execute(`UPDATE job SET runAt = ${nowMs} WHERE id = ? AND state = 'ready'`, [timer.id]);
    });
  }

  /** Waits until the workers have nothing more to do; timers that wait for their time do not count. */
  async rest(): Promise<void> {
    const left = () =>
      this.ask(`SELECT * FROM job WHERE state = 'ready' AND ${notOf(OUTSIDE)}
        AND (${notOf(TIMERS)} OR runAt <= ${this.storage.dialect.nowMs})`);
    await waitFor(async () => (await left()).length === 0, {
      what: 'the workers to rest',
      timeoutMs: 15_000,
      everyMs: 10,
      explain: async () => JSON.stringify(await left()),
    });
  }
}

const nobodyLooks: Reaction = () => Promise.resolve();

const notOf = (kinds: readonly string[]): string => `kind NOT IN (${kinds.map((kind) => `'${kind}'`).join(', ')})`;
