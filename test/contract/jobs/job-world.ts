import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { migrations } from '../../../migrations/index.ts';
import { enqueueJob } from '../../../src/jobs/enqueue-job.ts';
import { JobSchema } from '../../../src/jobs/job.schema.ts';
import type { Finish, Job, JobHandler, NewJob } from '../../../src/jobs/job.ts';
import { LaneSchema, type Lane } from '../../../src/jobs/lane.schema.ts';
import { Worker, type WorkerOptions } from '../../../src/jobs/worker.ts';
import { createLog } from '../../../src/log.ts';
import { columns, migrationColumns } from '../../../src/storage/columns.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import { table } from '../../../src/storage/table.ts';
import type { Unit } from '../../../src/storage/unit.ts';
import type { TestDatabase } from '../../support/databases.ts';
import { waitFor } from '../../support/wait-for.ts';

/** What a job did, as the database knows it. */
interface Effect {
  readonly id: number;
  readonly job: number;
  readonly note: string;
}

const EffectSchema = table<Effect>({
  name: 'effect',
  columns: { id: columns.id(), job: columns.whole(), note: columns.key(60) },
});

class CreateEffects9999999999999 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { id, whole, key } = migrationColumns(runner);
    const made = [
      { name: 'id', ...id() },
      { name: 'job', ...whole() },
      { name: 'note', ...key(60) },
    ];
    await runner.createTable(new Table({ name: 'effect', columns: made }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('effect');
  }
}

const IMPATIENT: WorkerOptions = { leaseMs: 10_000, pollMs: 20, stopWithinMs: 2_000 };

/** Writes an effect in the caller's unit of work. */
export const leaveEffect = async (unit: Unit, job: Job, note: string): Promise<void> => {
  await unit.insert(EffectSchema, { job: job.id, note });
};

/** Repeats what it expects until it holds. */
export const eventually = (expectation: () => Promise<void>): Promise<true> =>
  waitFor(() => expectation().then(() => true as const));

/** What most jobs of these tests do: leave the note of their payload. */
export const leavesItsNote: JobHandler = {
  run: (job) => Promise.resolve((unit) => leaveEffect(unit, job, String(job.payload['note']))),
};

/** A handler that leaves nothing of its own. */
export const doing = (work: (job: Job) => unknown): JobHandler => ({
  async run(job) {
    await work(job);
    return undefined;
  },
});

export const aJob = (note: string, more: Partial<NewJob> = {}): NewJob => ({
  kind: 'note',
  lane: 'lane',
  payload: { note },
  ...more,
});

/** A handler that begins, tells so, and goes on when it is let. */
export function aGate() {
  let open!: () => void;
  let tell!: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  const reached = new Promise<void>((resolve) => (tell = resolve));
  const pass = async () => {
    tell();
    await opened;
  };
  return { pass, reached, open };
}

/** A database with jobs and effects, empty for each test, and the workers of the test. */
export function jobWorld(database: TestDatabase): JobWorld {
  const world = new JobWorld();
  beforeAll(async () => {
    const url = await database.createUrl();
    // SQLite has one process.
    await world.open(url, database.name === 'sqlite' ? 1 : 2);
  });
  afterEach(async () => {
    await world.stopWorkers();
    await world.clear();
  });
  afterAll(() => world.close());
  return world;
}

export class JobWorld {
  readonly #storages: Storage[] = [];
  #workers: Worker[] = [];

  async open(url: string, replicas: number): Promise<void> {
    const schemas = [JobSchema, LaneSchema, EffectSchema];
    for (let replica = 0; replica < replicas; replica += 1) {
      const all = [...migrations, CreateEffects9999999999999];
      this.#storages.push(await openStorage({ url, schemas, migrations: all }));
    }
    await this.storage.migrate();
  }

  async close(): Promise<void> {
    await Promise.all(this.#storages.map((storage) => storage.close()));
  }

  async clear(): Promise<void> {
    await this.storage.unit(async (unit) => {
      for (const name of ['lane', 'job', 'effect']) await unit.execute(`DELETE FROM ${name}`);
    });
  }

  get storage(): Storage {
    return this.#storages[0]!;
  }

  /** Another process on MariaDB; on SQLite, which has one process, the same. */
  get otherReplica(): Storage {
    return this.#storages.at(-1)!;
  }

  /** Enqueues, and wakes nobody: as another replica would. @returns which of them were enqueued */
  enqueue(...jobs: readonly NewJob[]): Promise<boolean[]> {
    return this.storage.unit(async (unit) => {
      const enqueued: boolean[] = [];
      for (const job of jobs) enqueued.push(await enqueueJob(unit, job));
      return enqueued;
    });
  }

  async startWorker(
    handlers: Readonly<Record<string, JobHandler>> = { note: leavesItsNote },
    options: WorkerOptions = {},
    storage: Storage = this.storage,
  ): Promise<Worker> {
    const worker = new Worker(storage, createLog('silent'), { ...IMPATIENT, ...options });
    for (const [kind, handler] of Object.entries(handlers)) worker.handle(kind, handler);
    this.#workers.push(worker);
    await worker.start();
    return worker;
  }

  async stopWorkers(): Promise<void> {
    const workers = this.#workers;
    this.#workers = [];
    await Promise.all(workers.map((worker) => worker.stop()));
  }

  effectRows(): Promise<Effect[]> {
    return this.storage.read((reader) => reader.find(EffectSchema, { order: { id: 'ASC' } }));
  }

  /** The notes of all effects, in the order in which they were committed. */
  async effects(): Promise<string[]> {
    return (await this.effectRows()).map(({ note }) => note);
  }

  jobs(): Promise<Job[]> {
    return this.storage.read((reader) => reader.find(JobSchema, { order: { id: 'ASC' } }));
  }

  async job(note: string): Promise<Job> {
    return (await this.jobs()).find(({ payload }) => payload['note'] === note)!;
  }

  lane(name = 'lane'): Promise<Lane | null> {
    return this.storage.read((reader) => reader.findOne(LaneSchema, { where: { name } }));
  }

  lanes(): Promise<Lane[]> {
    return this.storage.read((reader) => reader.find(LaneSchema, {}));
  }

  /** Waits until nothing waits in any lane, and nobody holds one. */
  async idle(): Promise<void> {
    const idle = async () => (await this.lanes()).every(({ wakeAt }) => wakeAt === null);
    await waitFor(idle, { what: 'all jobs to end', explain: async () => JSON.stringify(await this.jobs()) });
  }

  /** Makes a job that much older, in ms. */
  async age(note: string, ms: number): Promise<void> {
    const { id } = await this.job(note);
    const times = ['runAt', 'giveUpAt', 'createdAt', 'finishedAt'];
    const set = times.map((time) => `${time} = ${time} - ${ms}`).join(', ');
    await this.storage.unit((unit) => unit.execute(`UPDATE job SET ${set} WHERE id = ?`, [id]));
  }

  /** Makes what waits for its next try due now. */
  async hurry(): Promise<void> {
    const waiting = (await this.lanes()).filter(({ token, wakeAt }) => token === 0 && wakeAt !== null);
    for (const { name } of waiting) {
      await this.storage.unit(async (unit) => {
        const { nowMs } = unit.dialect;
        const free = await unit.execute(
          `UPDATE lane SET wakeAt = ${nowMs} WHERE name = ? AND token = 0 AND wakeAt > ${nowMs}`,
          [name],
        );
        if (free > 0) await unit.execute(`UPDATE job SET runAt = ${nowMs} WHERE lane = ? AND state = 'ready'`, [name]);
      });
    }
  }
}

/** A storage whose process can be ended: from then on nothing goes to it or comes back, as after kill -9. */
export function mortal(storage: Storage) {
  const unheard = new WeakSet<Unit>();
  let dead = false;
  const refuseWhenDead = () => {
    if (dead) throw new Error('This process is gone.');
  };
  const mortal: Storage = {
    ...storage,
    async unit(work) {
      refuseWhenDead();
      let last: Unit | undefined;
      const result = await storage.unit((unit) => {
        last = unit;
        return work(unit);
      });
      refuseWhenDead();
      if (last && unheard.has(last)) throw new Error('The connection was lost after COMMIT.');
      return result;
    },
    async read(work) {
      refuseWhenDead();
      const result = await storage.read(work);
      refuseWhenDead();
      return result;
    },
  };
  return {
    storage: mortal,
    kill(): void {
      dead = true;
    },
    /** The unit is committed, but nobody hears of it. */
    loseAnswerTo(unit: Unit): void {
      unheard.add(unit);
    },
  };
}

export const never = (): Promise<Finish> => new Promise(() => undefined);
