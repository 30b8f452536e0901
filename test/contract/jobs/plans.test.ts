import { beforeEach, expect, test } from '@jest/globals';
import { claimLanes, headOfLane, untilNextLane } from '../../../src/jobs/lease-lane.ts';
import { queueDepth } from '../../../src/jobs/list-jobs.ts';
import { pruneJobs } from '../../../src/jobs/prune-jobs.ts';
import type { Unit } from '../../../src/storage/unit.ts';
import { onEachDatabase } from '../../support/databases.ts';
import { jobWorld } from './job-world.ts';

interface MariaDbStep {
  readonly type: string;
  readonly key: string | null;
  readonly Extra: string;
}

/** How MariaDB and SQLite say that they walk over a whole table or index, and that they sort. */
const fromMariaDb = ({ type, key, Extra }: MariaDbStep): string =>
  [
    key ?? 'no index',
    ...(/ALL|index/.test(type) ? ['scan'] : []),
    ...(Extra.includes('filesort') ? ['sort'] : []),
  ].join();
const fromSqlite = (detail: string): string =>
  detail.includes('TEMP B-TREE')
    ? 'sort'
    : [/INDEX (\w+)/.exec(detail)?.[1] ?? 'no index', ...(detail.startsWith('SCAN') ? ['scan'] : [])].join();

onEachDatabase((database) => {
  const world = jobWorld(database);

  /** Thousands of idle lanes and finished jobs, and a few that wait. */
  beforeEach(async () => {
    await world.storage.unit(async (unit) => {
      const { nowMs } = unit.dialect;
      const numbers = Array.from({ length: 3_000 }, (_, n) => n);
      const lanes = numbers.map((n) => `('lane ${n}', ${n % 100 === 0 ? n + 1 : 'NULL'}, 0)`);
      const jobs = numbers.map(
        (n) => `('lane ${n % 300}', 'note', '{}', ${n % 100 === 0 ? `'ready', 1` : `'done', 0`}, 0, ${n}, ${n}, 0, 0, 0,
        ${nowMs} - ${n} * 30000)`,
      );
      await unit.execute(`INSERT INTO lane (name, wakeAt, token) VALUES ${lanes.join(', ')}`);
      await unit.execute(
        `INSERT INTO job (lane, kind, payload, state, inLane, holdsLane, position, runAt, giveUpAt, attempts, createdAt,
         finishedAt) VALUES ${jobs.join(', ')}`,
      );
    });
    if (database.name === 'mariadb') await world.storage.read((reader) => reader.query('ANALYZE TABLE lane, job'));
  });

  /** The plan of every statement that `work` sends. */
  async function plansOf(work: (unit: Unit) => Promise<unknown>): Promise<string[]> {
    const steps: string[] = [];
    await world.storage.unit(async (unit) => {
      const explain = async (sql: string, parameters: readonly unknown[] = []) => {
        if (database.name === 'mariadb') {
          steps.push(...(await unit.query<MariaDbStep>(`EXPLAIN ${sql}`, parameters)).map(fromMariaDb));
        } else if (sql.startsWith('SELECT')) {
          const plan = await unit.query<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, parameters);
          steps.push(...plan.map(({ detail }) => fromSqlite(detail)));
        }
      };
      const explaining: Pick<Unit, 'dialect' | 'query' | 'execute'> = {
        dialect: unit.dialect,
        async query<Row>(sql: string, parameters?: readonly unknown[]) {
          await explain(sql, parameters);
          return unit.query<Row>(sql, parameters);
        },
        async execute(sql, parameters) {
          await explain(sql, parameters);
          return unit.execute(sql, parameters);
        },
      };
      await work(explaining as Unit);
    });
    return steps;
  }

  test.each<[string, string[], (unit: Unit) => Promise<unknown>]>([
    ['an empty poll', ['lane_wake_at'], untilNextLane],
    ['a claim', ['lane_wake_at', 'PRIMARY'], (unit) => claimLanes(unit, 3, 1_000)],
    ['the head of a lane', ['job_lane'], (unit) => headOfLane(unit, 'lane 0')],
    ['pruning', ['lane_wake_at', 'PRIMARY', 'job_state', 'PRIMARY'], pruneJobs],
    ['the depth of the queue', ['job_state', 'lane_wake_at'], queueDepth],
  ])('%s reads what it needs through an index, and sorts nothing', async (_what, indices, work) => {
    const selects = indices.filter((index) => index !== 'PRIMARY');
    expect(await plansOf(work)).toEqual(database.name === 'mariadb' ? indices : selects);
  });
});
