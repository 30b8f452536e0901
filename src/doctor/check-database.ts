import { compareClocks, type Finding } from '../chat/checkup.ts';
import type { Clock } from '../clock.ts';
import { queueDepth } from '../jobs/list-jobs.ts';
import type { ReadableStorage } from '../storage/open-for-reading.ts';

/** The oldest versions that the statements of the product run on. */
const OLDEST = { MySQL: [8, 0], MariaDB: [10, 6], SQLite: [3, 42] } as const;

/** Work that has been due for longer than this, in seconds: nobody does it, or somebody cannot. */
const OVERDUE_S = 120;

/** Its version, its clock, and whether it is what this version of the product needs; without that no more is asked. */
export async function checkDatabase(storage: ReadableStorage, clock: Clock) {
  const pending = await storage.pendingMigrations();
  const isMigrated = pending.length === 0;
  const findings = [
    await checkVersion(storage),
    await checkClock(storage, clock),
    checkMigrations(pending),
    ...(isMigrated ? [await checkJobs(storage)] : []),
  ];
  return { findings, isMigrated };
}

async function checkVersion({ read, dialect }: ReadableStorage): Promise<Finding> {
  const version = dialect.database === 'sqlite' ? 'sqlite_version()' : 'VERSION()';
  const [row] = await read((reader) => reader.query<{ version: string }>(`SELECT ${version} AS version`));
  return judgeVersion(dialect.database, row?.version ?? '');
}

/** @param version as the database tells it: `10.11.6-MariaDB-1` */
export function judgeVersion(database: 'mysql' | 'sqlite', version: string): Finding {
  const product = database === 'sqlite' ? 'SQLite' : /mariadb/i.test(version) ? 'MariaDB' : 'MySQL';
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  const [oldestMajor, oldestMinor] = OLDEST[product];
  const isOld = major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
  const what = 'Database';
  const detail = `${product} ${major}.${minor}`;
  if (!isOld) return { what, state: 'ok', detail };
  return { what, state: 'fail', detail, remedy: `use ${product} ${oldestMajor}.${oldestMinor} or newer` };
}

async function checkClock({ read, dialect }: ReadableStorage, clock: Clock): Promise<Finding> {
  const [row] = await read((reader) => reader.query<{ now: number }>(`SELECT ${dialect.nowMs} AS now`));
  return compareClocks('Clock', "the database's", Number(row?.now) - clock.now().getTime());
}

function checkMigrations(pending: readonly string[]): Finding {
  const what = 'Migrations';
  if (pending.length === 0) return { what, state: 'ok', detail: 'all have run' };
  const detail = `${pending.length} ${pending.length === 1 ? 'has' : 'have'} not run`;
  return { what, state: 'fail', detail, remedy: 'npm run migrate, or start this version once' };
}

async function checkJobs({ read }: ReadableStorage): Promise<Finding> {
  const { dead, oldestLaneSeconds } = await read(queueDepth);
  const what = 'Jobs';
  if (dead > 0) {
    const remedy = 'see why with GET /api/jobs?state=dead, mend it, then POST /api/jobs/:id/retry';
    return { what, state: 'look', detail: `${dead} given up`, remedy };
  }
  if (oldestLaneSeconds > OVERDUE_S) {
    const detail = `work is ${Math.round(oldestLaneSeconds)} s overdue`;
    return { what, state: 'look', detail, remedy: 'is the product running? See its log' };
  }
  return { what, state: 'ok', detail: 'none given up, none overdue' };
}
