import { PlatformError } from '../chat/platform-error.ts';
import type { MessageRef } from '../chat/address.ts';
import { RetryLater, type Finish, type JobHandler, type Turn } from '../jobs/job.ts';
import type { JobQueue } from '../jobs/worker.ts';
import type { Unit } from '../storage/unit.ts';
import { shownByEdit } from './bring-file.ts';
import { WITHDRAWN } from './compose.ts';
import { compose } from './deliver.ts';
import { DeliverySchema } from './delivery.schema.ts';
import { NOT_UPLOADED, refOf, type Delivery, type DeliveryState } from './delivery.ts';
import { asJobError } from './job-error.ts';
import { queuePost } from './outbox.ts';
import { claimSlot } from './pace.ts';
import { labelRepeat } from './repeat-post.ts';
import { NOT_YET_MS, readWay, type DeliveryDeps, type Way } from './way.ts';

export interface EditDeps extends DeliveryDeps {
  readonly jobs: JobQueue;
}

/**
 * Brings a post to its present state, or takes it away. Both may be repeated, so that they need no intent; but a post
 * that is being taken away is marked so first: when it is wanted again meanwhile, it is posted anew.
 */
export function createEditHandler(deps: EditDeps): JobHandler {
  return {
    async run(job, turn) {
      const way = await readWay(deps, job);
      const { delivery, conversation, platform } = way;
      if (STANDS_NOWHERE.has(delivery.state)) return undefined;
      const target = refOf(delivery, conversation);
      if (!target) throw new RetryLater(NOT_YET_MS, 'The post is not sent yet.');
      if (delivery.state === 'removing') return remove(deps, way, target);
      if (delivery.revision === delivery.wantedRevision) return (unit) => settle(unit, delivery);
      await keepPace(way, turn);
      const message = await compose(deps, way);
      if (message === WITHDRAWN) {
        await turn.unit((unit) => markRemoving(unit, delivery));
        return remove(deps, way, target);
      }
      const shown = message && (await shownByEdit(way, message));
      if (shown && !(await asJobError(isDone(platform.edit(target, labelRepeat(way, shown)))))) return undefined;
      return (unit) => settle(unit, delivery);
    },
  };
}

const STANDS_NOWHERE: ReadonlySet<DeliveryState> = new Set(['dead', 'cancelled', 'removed']);

/** Edits count against the workspace, not against the channel. */
async function keepPace({ delivery, conversation, platform }: Way, turn: Turn): Promise<void> {
  const workspace = `${conversation.platform}:${conversation.workspaceId}:edits`;
  const waitMs = await turn.unit(async (unit) => {
    const slot = await claimSlot(unit, workspace, platform.abilities.editsPerSecond, delivery.slotAt);
    await unit.update(DeliverySchema, { id: delivery.id }, { slotAt: slot.waitMs > 0 ? slot.at : null });
    return slot.waitMs;
  });
  if (waitMs > 0) throw new RetryLater(waitMs, 'The workspace takes its next edit then.');
}

/**
 * False: the post is gone, and nothing is to be done; or its channel is, and the post stays behind until that is found
 * again.
 */
const isDone = (call: Promise<void>): Promise<boolean> =>
  call.then(
    () => true,
    (error: unknown) => {
      if (error instanceof PlatformError && error.kind === 'gone') return false;
      throw error;
    },
  );

/** Another change may have come while the edit was on its way: the lane's lock makes this look true. */
async function settle(unit: Unit, { id, wantedRevision }: Delivery): Promise<void> {
  await unit.update(DeliverySchema, { id }, { revision: wantedRevision });
  const now = await unit.findOne(DeliverySchema, { where: { id } });
  if (now && now.wantedRevision > wantedRevision) throw new RetryLater(NOT_YET_MS, 'It has changed again.');
}

async function markRemoving(unit: Unit, { id, wantedRevision: revision }: Delivery): Promise<void> {
  await unit.update(DeliverySchema, { id, state: 'sent' }, { state: 'removing', revision });
}

async function remove(
  { jobs }: EditDeps,
  { delivery, conversation, platform }: Way,
  target: MessageRef,
): Promise<Finish | undefined> {
  const { uploadId } = delivery;
  const removed = platform.remove(target, ...(uploadId === null ? [] : [uploadId]));
  if (!(await asJobError(isDone(removed)))) return undefined;
  return async (unit) => {
    const now = await unit.lock(DeliverySchema, { id: delivery.id });
    if (now?.state !== 'removing') return;
    const isWantedAgain = now.wantedRevision > now.revision;
    const state = isWantedAgain ? 'queued' : 'removed';
    await unit.update(DeliverySchema, { id: now.id }, { state, ...NOT_UPLOADED, instead: null });
    if (isWantedAgain) await queuePost(jobs, unit, now, conversation);
  };
}
