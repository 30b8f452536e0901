import { PlatformError } from '../chat/platform-error.ts';
import { RetryLater, type JobHandler, type Turn } from '../jobs/job.ts';
import type { Unit } from '../storage/unit.ts';
import { compose } from './deliver.ts';
import { DeliverySchema } from './delivery.schema.ts';
import { refOf, type Delivery } from './delivery.ts';
import { asJobError } from './job-error.ts';
import { claimSlot } from './pace.ts';
import { NOT_YET_MS, readWay, type DeliveryDeps, type Way } from './way.ts';

/** Brings a post to its present state. An edit may be repeated, so it needs no intent. */
export function createEditHandler(deps: DeliveryDeps): JobHandler {
  return {
    async run(job, turn) {
      const way = await readWay(deps, job);
      const { delivery, conversation, platform } = way;
      if (delivery.state === 'dead' || delivery.state === 'cancelled') return undefined;
      const target = refOf(delivery, conversation);
      if (delivery.state !== 'sent' || !target) throw new RetryLater(NOT_YET_MS, 'The post is not sent yet.');
      if (delivery.revision === delivery.wantedRevision) return (unit) => settle(unit, delivery);
      await keepPace(way, turn);
      const message = await compose(deps, way);
      if (message) await asJobError(platform.edit(target, message).catch(unlessGone));
      return (unit) => settle(unit, delivery);
    },
  };
}

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

/** What was deleted on the platform needs no edit. */
function unlessGone(error: unknown): void {
  if (!(error instanceof PlatformError && error.kind === 'gone')) throw error;
}

/** Another change may have come while the edit was on its way: the lane's lock makes this look true. */
async function settle(unit: Unit, { id, wantedRevision }: Delivery): Promise<void> {
  await unit.update(DeliverySchema, { id }, { revision: wantedRevision });
  const now = await unit.findOne(DeliverySchema, { where: { id } });
  if (now && now.wantedRevision > wantedRevision) throw new RetryLater(NOT_YET_MS, 'It has changed again.');
}
