import type { Address, MessageRef } from '../chat/address.ts';
import type { ChatPlatform } from '../chat/chat-platform.ts';
import { RetryLater, type Turn } from '../jobs/job.ts';
import type { Storage } from '../storage/storage.ts';
import { DeliverySchema } from './delivery.schema.ts';
import { NOT_UPLOADED, type Delivery } from './delivery.ts';
import { markAmbiguous, markUnsent } from './mark-delivery.ts';
import { notingFailure } from './note-failure.ts';
import { refuseThirdCopy } from './repeat-post.ts';
import type { DeliveryDeps, Way } from './way.ts';

/** How long after its intent a request may begin, as a part of the time that it may take. */
const START_WITHIN = 1 / 4;

const startWithinMs = ({ abilities }: ChatPlatform): number => abilities.requestTimeoutMs * START_WITHIN;

/**
 * A process that was frozen between the intent and the request must not send: another one may have read back in the
 * meantime, found nothing, and posted. Where nobody can look, it takes its intent back as long as the lane is its own:
 * nobody has sent it then.
 * @param announcedAt `performance.now()` before the intent was committed
 */
export async function refuseLateStart({ delivery, platform }: Way, announcedAt: number, turn: Turn): Promise<void> {
  if (performance.now() - announcedAt <= startWithinMs(platform)) return;
  if (!platform.abilities.readsBack) await turn.unit((unit) => markUnsent(unit, delivery, 'queued'));
  throw new RetryLater(0, 'This process stood still after it had announced the post; beginning anew.');
}

/**
 * Decides about a post that may stand on the platform already, by looking there. Where that cannot be, it is posted
 * once more, and says so.
 * @returns where it stands, or null when it is to be posted
 */
export async function settleInterrupted(
  deps: DeliveryDeps,
  way: Way,
  to: Address,
  turn: Turn,
): Promise<MessageRef | null> {
  const { delivery, platform } = way;
  if (delivery.state === 'queued' || delivery.intentAt === null) return null;
  if (delivery.state === 'intent') {
    await turn.unit((unit) => markAmbiguous(unit, delivery));
    deps.metrics.deliveries.inc({ platform: platform.name, outcome: 'ambiguous' });
  }
  await waitUntilOver(deps.storage, delivery.intentAt, platform);
  if (!platform.abilities.readsBack) {
    await refuseThirdCopy(way, turn);
    return null;
  }
  // The platform's clock may differ from the database's: the adapter looks a little further back.
  const { deliveryKey, intentAt, uploadId } = delivery;
  const found = await notingFailure(
    delivery,
    turn,
    platform.findDelivered(to, deliveryKey, new Date(intentAt), ...(uploadId === null ? [] : [uploadId])),
  );
  if (!found && uploadId !== null) await forgetLongUnshared(deps.storage, delivery, turn);
  return found;
}

/** What a platform has taken it may share only after a while: it looks for malware, and makes pictures. */
const SHARED_WITHIN_MS = 10 * 60 * 1000;

/** Bytes that are not shared after so long never are: they are brought anew. */
async function forgetLongUnshared(storage: Storage, { id, uploadedAt }: Delivery, turn: Turn): Promise<void> {
  if ((await ageOf(storage, uploadedAt ?? 0)) < SHARED_WITHIN_MS) return;
  await turn.unit((unit) => unit.update(DeliverySchema, { id }, NOT_UPLOADED));
  throw new RetryLater(0, 'The file was not shared; bringing it anew.');
}

/** Until then a request may still arrive: looking earlier would find nothing and post a second copy. */
async function waitUntilOver(storage: Storage, intentAt: number, platform: ChatPlatform): Promise<void> {
  const leftMs = startWithinMs(platform) + platform.abilities.requestTimeoutMs - (await ageOf(storage, intentAt));
  if (leftMs > 0) throw new RetryLater(leftMs, 'The answer was lost; reading back when the request is certainly over.');
}

/** How long ago a moment of the database's is, in ms. */
async function ageOf(storage: Storage, at: number): Promise<number> {
  const [row] = await storage.read((reader) =>
    reader.query<{ ageMs: number }>(`SELECT ${reader.dialect.nowMs} - ? AS ageMs`, [at]),
  );
  return row?.ageMs ?? 0;
}
