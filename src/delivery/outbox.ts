import type { JobPayload } from '../jobs/job.ts';
import type { JobQueue } from '../jobs/worker.ts';
import type { Unit } from '../storage/unit.ts';
import { laneOf, type Conversation } from './conversation.ts';
import { DeliverySchema } from './delivery.schema.ts';
import type { Delivery, DeliveryState } from './delivery.ts';

export const POST_JOB = 'post';
export const EDIT_JOB = 'edit';

export interface OutboxOptions {
  /** Changes of a card that come within this many ms are shown by one edit; 500 unless told. */
  readonly coalesceMs?: number;
}

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
  /** The post with this key is to be written of this from now on; one that was taken away may be posted anew. */
  revise(unit: Unit, key: string, payload: JobPayload): Promise<void>;
}

export function createOutbox(jobs: JobQueue, { coalesceMs = 500 }: OutboxOptions = {}): Outbox {
  return {
    async post(unit, post) {
      const deliveryId = await insertDelivery(unit, post);
      if (deliveryId === null) return false;
      const { position = 0, opensThread = false } = post;
      await queuePost(jobs, unit, { id: deliveryId, position, opensThread }, post.conversation);
      return true;
    },
    async refresh(unit, key) {
      const delivery = await unit.findOne(DeliverySchema, { where: { deliveryKey: key } });
      if (!delivery || AWAY.has(delivery.state)) return;
      await queueEdit(jobs, unit, delivery.id, coalesceMs);
      await unit.execute('UPDATE delivery SET wantedRevision = wantedRevision + 1 WHERE id = ?', [delivery.id]);
    },
    async revise(unit, key, payload) {
      const known = await unit.findOne(DeliverySchema, { where: { deliveryKey: key } });
      if (!known) return;
      await queueEdit(jobs, unit, known.id, 0);
      // Held, so that a post that is cancelled or taken away at this moment is one or the other for us.
      const delivery = await unit.lock(DeliverySchema, { id: known.id });
      if (!delivery) return;
      const { id, wantedRevision, conversationId } = delivery;
      const isAway = AWAY.has(delivery.state);
      const state = isAway ? 'queued' : delivery.state;
      await unit.update(DeliverySchema, { id }, { payload, wantedRevision: wantedRevision + 1, state });
      if (isAway) await queuePost(jobs, unit, delivery, { id: conversationId });
    },
  };
}

const AWAY: ReadonlySet<DeliveryState> = new Set(['cancelled', 'removed']);

export async function queuePost(
  jobs: JobQueue,
  unit: Unit,
  { id: deliveryId, position, opensThread }: Pick<Delivery, 'id' | 'position' | 'opensThread'>,
  conversation: Pick<Conversation, 'id'>,
): Promise<void> {
  const lane = laneOf(conversation);
  // Without its root a thread's replies have nowhere to go.
  await jobs.enqueue(unit, { kind: POST_JOB, lane, payload: { deliveryId }, position, holdsLane: opensThread });
}

/** To come before the change itself: its lane's lock keeps a running edit from ending between the two. */
export async function queueEdit(jobs: JobQueue, unit: Unit, deliveryId: number, delayMs: number): Promise<void> {
  const lane = `edit:${deliveryId}`;
  await jobs.enqueue(unit, { kind: EDIT_JOB, lane, payload: { deliveryId }, uniqueKey: lane, delayMs });
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
    uploadId: null,
    uploadedAt: null,
    instead: null,
    lostAnswers: 0,
    revision: 0,
    wantedRevision: 0,
  });
}
