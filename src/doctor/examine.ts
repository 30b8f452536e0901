import type { Checkup, Finding } from '../chat/checkup.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { addressOfChannel, type Channel } from '../directory/channel.ts';
import { messageOf } from '../errors.ts';
import { inTime } from '../in-time.ts';
import type { ReadableStorage } from '../storage/open-for-reading.ts';
import { checkChannels, readChannels } from './check-channels.ts';
import { checkDatabase } from './check-database.ts';
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
  const { findings, channels } = await examineDatabase(openDatabase, clock, checkups.size > 0);
  const outside = [...checkups].map(([name, checkup]) => examinePlatform(name, checkup, channels));
  return [...checkSettings(config), ...findings, ...(await Promise.all(outside)).flat()];
}

interface DatabaseFindings {
  readonly findings: readonly Finding[];
  readonly channels: readonly Channel[];
}

/** @param needsChannels somebody is outside who could be missing one */
async function examineDatabase(
  open: ExamineDeps['openDatabase'],
  clock: Clock,
  needsChannels: boolean,
): Promise<DatabaseFindings> {
  const what = 'Database';
  try {
    const storage = await inTime(DATABASE_WITHIN_MS, open());
    if (storage) return await lookInto(storage, clock, needsChannels);
    const made: Finding = { what, state: 'ok', detail: 'not there yet: the first start makes it' };
    return { channels: [], findings: [made, ...(needsChannels ? checkChannels([]) : [])] };
  } catch (error) {
    const remedy = 'see DATABASE_URL, and whether the database runs';
    return { channels: [], findings: [{ what, state: 'fail', detail: messageOf(error), remedy }] };
  }
}

async function lookInto(storage: ReadableStorage, clock: Clock, needsChannels: boolean): Promise<DatabaseFindings> {
  try {
    const { findings, isMigrated } = await inTime(DATABASE_WITHIN_MS, checkDatabase(storage, clock));
    if (!needsChannels || !isMigrated) return { channels: [], findings };
    const channels = await inTime(DATABASE_WITHIN_MS, readChannels(storage));
    return { channels, findings: [...findings, ...checkChannels(channels)] };
  } finally {
    await inTime(DATABASE_WITHIN_MS, storage.close()).catch(() => undefined);
  }
}

async function examinePlatform(name: string, checkup: Checkup, channels: readonly Channel[]) {
  const own = channels.filter(({ platform }) => platform === name).map(addressOfChannel);
  return inTime(PLATFORM_WITHIN_MS, checkup.check(own)).catch((error: unknown): Finding[] => [
    { what: name, state: 'fail', detail: messageOf(error) },
  ]);
}
