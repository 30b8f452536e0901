import type { Checkup, Connected, Finding } from '../chat/checkup.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { createSeals, type Seals } from '../directory/installations/seals.ts';
import { messageOf } from '../errors.ts';
import { inTime } from '../in-time.ts';
import type { ReadableStorage } from '../storage/open-for-reading.ts';
import { checkChannels, findConnected, readChannels } from './check-channels.ts';
import { checkDatabase } from './check-database.ts';
import { checkInstallations, type InstallationFindings } from './check-installations.ts';
import { checkSettings } from './check-settings.ts';

/** In ms. A platform is asked once for each of its channels. */
const DATABASE_WITHIN_MS = 5_000;
const PLATFORM_WITHIN_MS = 30_000;

export interface ExamineDeps {
  readonly config: Config;
  readonly clock: Clock;
  /** Null where there is no database yet. @throws when it cannot be reached */
  readonly openDatabase: () => Promise<ReadableStorage | null>;
  /** Of those platforms that are switched on, by name. */
  readonly checkups: ReadonlyMap<string, Checkup>;
}

/** Looks at every part that is configured, each for a limited time. Never rejects; changes nothing. */
export async function examine({ config, clock, openDatabase, checkups }: ExamineDeps): Promise<Finding[]> {
  const mayJoin = (config.slack?.install ?? config.teams?.app) !== undefined;
  const wanted = { hasOutside: checkups.size > 0, mayJoin, seals: sealsOf(config) };
  const { findings, ...known } = await examineDatabase(openDatabase, clock, wanted);
  const outside = [...checkups].map(([name, checkup]) => examinePlatform(name, checkup, known));
  return [...checkSettings(config), ...findings, ...(await Promise.all(outside)).flat()];
}

/** Without it, or where nobody may join by a link, the tokens that workspaces gave are not used. */
const sealsOf = ({ secret, slack }: Config): Seals | undefined =>
  secret && slack?.install && createSeals(secret.current, secret.before);

interface Known {
  readonly channels: readonly Connected[];
  readonly letIn: InstallationFindings['letIn'];
}

interface DatabaseFindings extends Known {
  readonly findings: readonly Finding[];
}

interface Wanted {
  /** Somebody is outside who could be missing a channel. */
  readonly hasOutside: boolean;
  /** Other workspaces can join somewhere. */
  readonly mayJoin: boolean;
  readonly seals: Seals | undefined;
}

const NOTHING_KNOWN: Known = { channels: [], letIn: [] };

async function examineDatabase(
  open: ExamineDeps['openDatabase'],
  clock: Clock,
  wanted: Wanted,
): Promise<DatabaseFindings> {
  const what = 'Database';
  try {
    const storage = await inTime(DATABASE_WITHIN_MS, open());
    if (storage) return await lookInto(storage, clock, wanted);
    const made: Finding = { what, state: 'ok', detail: 'not there yet: the first start makes it' };
    return { ...NOTHING_KNOWN, findings: [made, ...(wanted.hasOutside ? checkChannels([]) : [])] };
  } catch (error) {
    const remedy = 'see DATABASE_URL, and whether the database runs';
    return { ...NOTHING_KNOWN, findings: [{ what, state: 'fail', detail: messageOf(error), remedy }] };
  }
}

async function lookInto(
  storage: ReadableStorage,
  clock: Clock,
  { hasOutside, mayJoin, seals }: Wanted,
): Promise<DatabaseFindings> {
  try {
    const { findings, isMigrated } = await inTime(DATABASE_WITHIN_MS, checkDatabase(storage, clock));
    if (!hasOutside || !isMigrated) return { ...NOTHING_KNOWN, findings };
    const channels = await inTime(DATABASE_WITHIN_MS, readChannels(storage));
    const connected = await inTime(DATABASE_WITHIN_MS, findConnected(storage, channels));
    const installed = mayJoin ? await inTime(DATABASE_WITHIN_MS, checkInstallations(storage, seals)) : undefined;
    return {
      channels: connected,
      letIn: installed?.letIn ?? [],
      findings: [...findings, ...checkChannels(channels), ...(installed?.findings ?? [])],
    };
  } finally {
    await inTime(DATABASE_WITHIN_MS, storage.close()).catch(() => undefined);
  }
}

async function examinePlatform(name: string, checkup: Checkup, { channels, letIn }: Known) {
  const isOwn = ({ platform }: { readonly platform: string }) => platform === name;
  const asking = checkup.check(channels.filter(isOwn), letIn.filter(isOwn));
  return inTime(PLATFORM_WITHIN_MS, asking).catch((error: unknown): Finding[] => [
    { what: name, state: 'fail', detail: messageOf(error) },
  ]);
}
