import { DeliverySchema } from '../../delivery/delivery.schema.ts';
import { findConversation } from '../../delivery/find-conversation.ts';
import { findBehind, findGone } from '../../delivery/find-in-channel.ts';
import { queueEdit } from '../../delivery/outbox.ts';
import type { DeliveryReport } from '../../delivery/report.ts';
import { retryDelivery } from '../../delivery/retry-delivery.ts';
import { isLost, type ChannelPlace } from '../../directory/lost-channel.ts';
import type { JobHandler } from '../../jobs/job.ts';
import type { JobQueue } from '../../jobs/worker.ts';
import type { Unit } from '../../storage/unit.ts';

export const RETRY_GONE_JOB = 'retry-gone';

/** Deliveries that one unit of work puts back at most, so that it stays short. */
const AT_ONCE = 100;

/** In the unit in which a channel is found again: nobody has to press Retry on each of what failed meanwhile. */
export async function queueRetryGone(jobs: JobQueue, unit: Unit, { platform, channelId }: ChannelPlace): Promise<void> {
  const lane = `${RETRY_GONE_JOB}:${platform}:${channelId}`;
  await jobs.enqueue(unit, { kind: RETRY_GONE_JOB, lane, payload: { platform, channelId } });
}

export interface RetryGoneDeps {
  readonly jobs: JobQueue;
  readonly report: DeliveryReport;
}

/** What failed meanwhile is tried again, and what changed meanwhile is shown. Each once: what fails again is behind us then, and waits for the channel to be found once more. */
export function createRetryGoneHandler(deps: RetryGoneDeps): JobHandler {
  return {
    async run(job, turn) {
      const place = job.payload as unknown as ChannelPlace;
      for (const step of [putBack, bringUpToDate]) {
        let last: number | undefined = 0;
        while (last !== undefined) {
          const after: number = last;
          last = await turn.unit((unit) => step(deps, unit, place, after));
        }
      }
      return undefined;
    },
  };
}

/** @returns the last that was put back; undefined when no more is left */
async function putBack({ jobs, report }: RetryGoneDeps, unit: Unit, place: ChannelPlace, after: number) {
  if (await isLost(unit, place)) return undefined;
  const ids = await findGone(unit, place, after, AT_ONCE);
  for (const id of ids) {
    const delivery = await unit.findOne(DeliverySchema, { where: { id } });
    if (!delivery || !(await retryDelivery(jobs, unit, delivery))) continue;
    const conversation = await findConversation(unit, delivery.conversationId);
    if (conversation) await report(unit, { ...delivery, state: 'queued', failure: null }, conversation);
  }
  return ids.at(-1);
}

/** What was edited or taken back meanwhile. @returns as `putBack` */
async function bringUpToDate({ jobs }: RetryGoneDeps, unit: Unit, place: ChannelPlace, after: number) {
  if (await isLost(unit, place)) return undefined;
  const ids = await findBehind(unit, place, after, AT_ONCE);
  for (const id of ids) await queueEdit(jobs, unit, id, 0);
  return ids.at(-1);
}
