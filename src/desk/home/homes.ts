import { In, MoreThan } from 'typeorm';
import type { PersonRef } from '../../chat/address.ts';
import type { Clock } from '../../clock.ts';
import type { JobQueue } from '../../jobs/worker.ts';
import type { Unit } from '../../storage/unit.ts';
import { HomeSchema, type Home } from './home.schema.ts';

export const SHOW_HOME_JOB = 'show-home';

/** Whoever has not opened their home for so long, in ms, sees the present state when they open it again, and not before. */
const LOOKED_AT_MS = 24 * 60 * 60 * 1000;
/** Changes within this many ms are shown at once. */
const COALESCE_MS = 1_000;

/** Keeps what people see in their homes, in the unit of work in which something changes. */
export interface Homes {
  /** The person looks at it now. */
  opened(unit: Unit, person: PersonRef): Promise<void>;
  /** What these homes show may have changed; nothing happens for those at which nobody has looked lately. */
  changed(unit: Unit, homeIds: readonly number[]): Promise<void>;
  /** The same for every home that a person has. */
  changedFor(unit: Unit, account: Pick<PersonRef, 'platform' | 'userId'>): Promise<void>;
}

export function createHomes(jobs: JobQueue, clock: Clock): Homes {
  /** To come before the change itself: its lane's lock keeps a running job from ending between the two. */
  const queue = async (unit: Unit, id: number, delayMs: number): Promise<void> => {
    const lane = `home:${id}`;
    await jobs.enqueue(unit, { kind: SHOW_HOME_JOB, lane, payload: { homeId: id }, uniqueKey: lane, delayMs });
    await unit.execute('UPDATE home SET wantedRevision = wantedRevision + 1 WHERE id = ?', [id]);
  };
  const refresh = async (unit: Unit, homes: readonly Home[]): Promise<void> => {
    for (const { id } of homes) await queue(unit, id, COALESCE_MS);
  };
  const lookedAt = () => MoreThan(new Date(clock.now().getTime() - LOOKED_AT_MS));
  // Always in the same order: two units that change the same homes wait for each other, and none waits for both.
  const order = { id: 'ASC' } as const;

  return {
    async opened(unit, { platform, workspaceId, userId }) {
      const where = { platform, workspaceId, userId };
      const openedAt = clock.now();
      const row = { ...where, openedAt, revision: 0, wantedRevision: 0, slotAt: null };
      const known = await unit.findOne(HomeSchema, { where });
      const id =
        known?.id ?? (await unit.insertOnce(HomeSchema, row)) ?? (await unit.findOne(HomeSchema, { where }))?.id;
      if (id === undefined) throw new Error('A home that another unit opened cannot be found.');
      await queue(unit, id, 0);
      await unit.update(HomeSchema, { id }, { openedAt });
    },
    async changed(unit, homeIds) {
      if (homeIds.length === 0) return;
      await refresh(
        unit,
        await unit.find(HomeSchema, { where: { id: In([...homeIds]), openedAt: lookedAt() }, order }),
      );
    },
    async changedFor(unit, { platform, userId }) {
      await refresh(unit, await unit.find(HomeSchema, { where: { platform, userId, openedAt: lookedAt() }, order }));
    },
  };
}
