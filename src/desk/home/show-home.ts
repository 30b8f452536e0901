import type { ChatPlatform } from '../../chat/chat-platform.ts';
import { PlatformError } from '../../chat/platform-error.ts';
import { addressLinks } from '../../delivery/address-links.ts';
import { jobError, retryAfterMs } from '../../delivery/job-error.ts';
import { claimSlot, holdChannel } from '../../delivery/pace.ts';
import { RetryLater, type JobHandler, type Turn } from '../../jobs/job.ts';
import type { Unit } from '../../storage/unit.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { composeHome } from './compose-home.ts';
import { HomeSchema, type Home } from './home.schema.ts';

/** How long a home waits that has changed while it was being shown, in ms. */
const AGAIN_MS = 500;

/**
 * Brings a person's home to the present state. It is no delivery: whatever becomes of one showing, the next replaces it,
 * so that it needs neither an intent nor a look at what stands there.
 */
export function createShowHomeHandler(deps: DeskDeps): JobHandler {
  return {
    async run(job, turn) {
      const { homeId } = job.payload as { homeId: number };
      const home = await deps.storage.read((reader) => reader.findOne(HomeSchema, { where: { id: homeId } }));
      const platform = home && deps.platforms.get(home.platform);
      if (!home || !platform?.showHome || home.revision === home.wantedRevision) return undefined;
      await keepPace(platform, home, turn);
      const { platform: name, workspaceId, userId } = home;
      const person = { platform: name, workspaceId, userId };
      try {
        const card = await composeHome(deps, person);
        await platform.showHome(person, await addressLinks(deps.platforms, name, card));
      } catch (error) {
        await onFailure(error, home, turn);
      }
      return (unit) => settle(unit, home);
    },
  };
}

const paceOf = ({ platform, workspaceId }: Home): string => `${platform}:${workspaceId}:homes`;

/** Homes count against their workspace. */
async function keepPace({ abilities }: ChatPlatform, home: Home, turn: Turn): Promise<void> {
  const waitMs = await turn.unit(async (unit) => {
    const slot = await claimSlot(unit, paceOf(home), abilities.editsPerSecond, home.slotAt);
    await unit.update(HomeSchema, { id: home.id }, { slotAt: slot.waitMs > 0 ? slot.at : null });
    return slot.waitMs;
  });
  if (waitMs > 0) throw new RetryLater(waitMs, 'The workspace takes its next home then.');
}

/** One who is gone looks at nothing; a limit holds for every home of the workspace. */
async function onFailure(error: unknown, home: Home, turn: Turn): Promise<void> {
  const kind = error instanceof PlatformError ? error.kind : null;
  if (kind === 'gone') return;
  if (kind === 'rate-limited') await turn.unit((unit) => holdChannel(unit, paceOf(home), retryAfterMs(error)));
  throw jobError(error);
}

/** Something may have changed meanwhile: the lane's lock makes this look true. */
async function settle(unit: Unit, { id, wantedRevision }: Home): Promise<void> {
  await unit.update(HomeSchema, { id }, { revision: wantedRevision });
  const now = await unit.findOne(HomeSchema, { where: { id } });
  if (now && now.wantedRevision > wantedRevision) throw new RetryLater(AGAIN_MS, 'It has changed again.');
}
