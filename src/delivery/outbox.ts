import type { JobPayload } from '../jobs/job.ts';
import type { JobQueue } from '../jobs/worker.ts';
import type { Unit } from '../storage/unit.ts';
import { laneOf, type Conversation } from './conversation.ts';
import { DeliverySchema } from './delivery.schema.ts';

export const POST_JOB = 'post';
export const EDIT_JOB = 'edit';

/** Changes of a card that come within this many ms are shown by one edit. */
const COALESCE_MS = 500;

export interface NewPost {
  readonly key: string;
  readonly conversation: Conversation;
  readonly composer: string;
  readonly payload: JobPayload;
  /** Order in the conversation: microseconds since 1970 for what people say. */
  readonly position?: number;
  readonly saidAt?: Date;
  readonly opensThread?: boolean;
  readonly visibleTo?: string;
}

/** Where rooms leave what is to be posted, in their own unit of work. */
export interface Outbox {
  /** @returns false when a post with this key was queued before */
  post(unit: Unit, post: NewPost): Promise<boolean>;
  /** The post with this key should show the present state; nothing happens where there is none. */
  refresh(unit: Unit, key: string): Promise<void>;
}

export function createOutbox(jobs: JobQueue): Outbox {
  return {
    async post(unit, post) {
      const deliveryId = await insertDelivery(unit, post);
      if (deliveryId === null) return false;
      await jobs.enqueue(unit, {
        kind: POST_JOB,
        lane: laneOf(post.conversation),
        payload: { deliveryId },
        position: post.position ?? 0,
        // Without its root a thread's replies have nowhere to go.
        holdsLane: post.opensThread ?? false,
      });
      return true;
    },
    async refresh(unit, key) {
      const delivery = await unit.findOne(DeliverySchema, { where: { deliveryKey: key } });
      if (!delivery || delivery.state === 'cancelled') return;
      // The job first: its lane's lock keeps a running edit from ending between our two statements.
      await jobs.enqueue(unit, {
        kind: EDIT_JOB,
        lane: `edit:${delivery.id}`,
        payload: { deliveryId: delivery.id },
        uniqueKey: `edit:${delivery.id}`,
        delayMs: COALESCE_MS,
      });
      await unit.execute('UPDATE delivery SET wantedRevision = wantedRevision + 1 WHERE id = ?', [delivery.id]);
    },
  };
}

function insertDelivery(unit: Unit, post: NewPost): Promise<number | null> {
  return unit.insertOnce(DeliverySchema, {
    deliveryKey: post.key,
    conversationId: post.conversation.id,
    composer: post.composer,
    payload: post.payload,
    state: 'queued',
    opensThread: post.opensThread ?? false,
    visibleTo: post.visibleTo ?? null,
    position: post.position ?? 0,
    saidAt: post.saidAt ?? null,
    createdAt: () => unit.dialect.nowMs,
    isReported: false,
    failure: null,
    revision: 0,
    wantedRevision: 0,
  });
}
