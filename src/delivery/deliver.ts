import type { Address, MessageRef } from '../chat/address.ts';
import type { OutgoingMessage } from '../chat/message.ts';
import { PlatformError, type PlatformErrorKind } from '../chat/platform-error.ts';
import { messageOf } from '../errors.ts';
import { GiveUp, RetryLater, type Finish, type JobHandler, type Turn } from '../jobs/job.ts';
import { addressMessage } from './address-links.ts';
import { bringFile } from './bring-file.ts';
import { wasOvertaken, WITHDRAWN, type Composer } from './compose.ts';
import type { Unit } from '../storage/unit.ts';
import { ConversationSchema } from './conversation.schema.ts';
import { addressOf } from './conversation.ts';
import { DeliverySchema } from './delivery.schema.ts';
import { NOT_UPLOADED, type DeliveryState } from './delivery.ts';
import { findConversation } from './find-conversation.ts';
import { jobError, retryAfterMs } from './job-error.ts';
import { markAmbiguous, markCancelled, markDead, markIntent, markSent, markUnsent } from './mark-delivery.ts';
import { claimPost, holdPosts } from './keep-pace.ts';
import { notingFailure } from './note-failure.ts';
import { refuseLateStart, settleInterrupted } from './read-back.ts';
import { isRepeat, labelRepeat } from './repeat-post.ts';
import { markReported } from './report.ts';
import { NOT_YET_MS, readWay, type DeliveryDeps, type Way } from './way.ts';

/**
 * Brings one post to its platform, once:
 * 1. An intent that is found here was interrupted: it is ambiguous.
 * 2. An ambiguous post is looked for on the platform, after the full request time-out; found, it is sent. Where nobody
 *    can look, it is sent once more with a label, and then given up.
 * 3. The words are composed from the present state.
 * 4. Where the post is a file, its bytes are brought there; nobody sees them yet.
 * 5. A posting time is claimed; when it has come, the intent is committed.
 * 6. The platform posts; what it answers is written down together with the end of the job.
 */
export function createPostHandler(deps: DeliveryDeps): JobHandler {
  return {
    async run(job, turn) {
      const way = await readWay(deps, job);
      // Our own echo was here first, or it is wanted no more: whoever was told that it is late is told so.
      if (NEEDS_NO_POST.has(way.delivery.state)) return (unit) => deps.report(unit, way.delivery, way.conversation);
      const to = await findAddress(way, turn);
      const found = await settleInterrupted(deps, way, to, turn);
      if (found) return finishSent(deps, way, found);
      const composed = await compose(deps, way);
      if (composed === null || composed === WITHDRAWN) {
        refuseToForgetShare(way);
        return (unit) => cancel(deps, unit, way);
      }
      const message = labelRepeat(way, await bringFile(way, to, composed, job, turn));
      const announcedAt = performance.now();
      if (!(await announce(way, to, turn))) return undefined;
      await refuseLateStart(way, announcedAt, turn);
      return finishSent(deps, way, await post(deps, way, to, message, turn));
    },
    async onDead(unit, job) {
      const { deliveryId } = job.payload as { deliveryId: number };
      await markDead(unit, { id: deliveryId });
      await markReported(unit, [deliveryId]);
      const delivery = await unit.findOne(DeliverySchema, { where: { id: deliveryId } });
      if (!delivery) return;
      const conversation = await findConversation(unit, delivery.conversationId);
      if (conversation) await deps.report(unit, delivery, conversation);
      unit.afterCommit(() =>
        deps.metrics.deliveries.inc({ platform: conversation?.platform ?? 'unknown', outcome: 'dead' }),
      );
    },
  };
}

/** What a platform may still share has to be taken away then: it is looked for until it never comes any more. */
function refuseToForgetShare({ delivery: { uploadId, state } }: Way): void {
  if (uploadId === null || !MAY_STAND.has(state)) return;
  throw new RetryLater(LOOK_AGAIN_MS, 'The file may still be shared: looking again, to take it away.');
}

const MAY_STAND: ReadonlySet<DeliveryState> = new Set(['intent', 'ambiguous', 'dead']);
const LOOK_AGAIN_MS = 5_000;

async function cancel({ report }: DeliveryDeps, unit: Unit, { delivery, conversation }: Way): Promise<void> {
  await markCancelled(unit, delivery);
  await report(unit, { ...delivery, state: 'cancelled' }, conversation);
}

const NEEDS_NO_POST: ReadonlySet<DeliveryState> = new Set(['sent', 'cancelled', 'removing', 'removed']);

/** Where to post; a direct conversation is opened the first time. */
async function findAddress(way: Way, turn: Turn): Promise<Address> {
  const { delivery, conversation } = way;
  const address = addressOf(conversation) ?? (await openDirect(way, turn));
  if (conversation.personId === null && address.threadId === undefined && !delivery.opensThread) {
    throw new RetryLater(NOT_YET_MS, 'The thread is not open yet.');
  }
  return { ...address, ...(delivery.visibleTo !== null && { visibleTo: delivery.visibleTo }) };
}

async function openDirect({ delivery, conversation, platform }: Way, turn: Turn): Promise<Address> {
  const { workspaceId, personId } = conversation;
  if (personId === null) throw new GiveUp(`Conversation ${conversation.id} has no channel.`);
  const person = { platform: platform.name, workspaceId, userId: personId };
  const address = await notingFailure(delivery, turn, platform.openDirect(person));
  await turn.unit((unit) => unit.update(ConversationSchema, { id: conversation.id }, { channelId: address.channelId }));
  return address;
}

export async function compose(deps: DeliveryDeps, { delivery, platform }: Way): ReturnType<Composer> {
  const composer = deps.composers.get(delivery.composer);
  if (!composer) throw new Error(`Nothing composes ${delivery.composer}.`);
  const composed = await composer(delivery.payload);
  if (composed === null || composed === WITHDRAWN) return composed;
  const message = await addressMessage(deps.platforms, platform.name, composed);
  if (delivery.saidAt === null) return message;
  return (await wasOvertaken(deps.storage, delivery)) ? { ...message, saidAt: delivery.saidAt } : message;
}

/** Commits the intent once the channel's posting time has come. @returns false when the post needs no sending */
async function announce({ delivery, platform }: Way, to: Address, turn: Turn): Promise<boolean> {
  const { waitMs, go } = await turn.unit(async (unit) => {
    const slot = await claimPost(unit, to, platform.abilities, delivery.slotAt);
    if (slot.waitMs === 0) return { waitMs: 0, go: await markIntent(unit, delivery) };
    await unit.update(DeliverySchema, { id: delivery.id }, { slotAt: slot.at });
    return { waitMs: slot.waitMs, go: false };
  });
  if (waitMs > 0) throw new RetryLater(waitMs, 'The channel takes its next post then.');
  return go;
}

/** Whoever tries it again brings a file's bytes anew: those that were refused are refused again. */
const ENDS: ReadonlySet<PlatformErrorKind> = new Set(['gone', 'rejected', 'unauthorized']);

async function post(
  deps: DeliveryDeps,
  way: Way,
  to: Address,
  message: OutgoingMessage,
  turn: Turn,
): Promise<MessageRef> {
  const { delivery, platform } = way;
  try {
    const send = () => platform.post(to, message, delivery.deliveryKey);
    // To share a file takes more than one request.
    const ref = await (message.content.kind === 'file' ? turn.hold(send) : send());
    countRepeat(deps, way);
    return ref;
  } catch (error) {
    const kind = error instanceof PlatformError ? error.kind : 'ambiguous';
    // Its channel does not take the file itself: words stand in its place.
    const isRefusedFile = kind === 'rejected' && message.content.kind === 'file';
    await turn.unit(async (unit) => {
      if (kind === 'ambiguous') await markAmbiguous(unit, delivery);
      else await markUnsent(unit, delivery, 'queued');
      const brought = { ...(ENDS.has(kind) && NOT_UPLOADED), ...(isRefusedFile && ({ instead: 'refused' } as const)) };
      await unit.update(DeliverySchema, { id: delivery.id }, { failure: kind, ...brought });
      if (kind === 'rate-limited') await holdPosts(unit, to, platform.abilities, retryAfterMs(error));
    });
    if (isRefusedFile) throw new RetryLater(0, messageOf(error));
    if (kind === 'ambiguous') {
      deps.metrics.deliveries.inc({ platform: platform.name, outcome: 'ambiguous' });
      countRepeat(deps, way);
    }
    throw kind === 'ambiguous'
      ? new RetryLater(platform.abilities.requestTimeoutMs, `The answer was lost: ${messageOf(error)}`)
      : jobError(error);
  }
}

/** It stands there, or may: its readers may see it twice. */
function countRepeat({ metrics }: DeliveryDeps, way: Way): void {
  if (isRepeat(way)) metrics.deliveries.inc({ platform: way.platform.name, outcome: 'repeated' });
}

function finishSent(
  { metrics, report }: DeliveryDeps,
  { delivery, conversation, platform }: Way,
  ref: MessageRef,
): Finish {
  return async (unit) => {
    // Our own echo may have been here first: it is a receipt and tells nobody.
    await markSent(unit, delivery, ref);
    const sent = await unit.findOne(DeliverySchema, { where: { id: delivery.id } });
    if (!sent) return;
    await report(unit, sent, conversation);
    unit.afterCommit(() => {
      metrics.deliveries.inc({ platform: platform.name, outcome: 'delivered' });
      metrics.deliverySeconds.observe(
        { platform: platform.name },
        ((sent.sentAt ?? sent.createdAt) - sent.createdAt) / 1000,
      );
    });
  };
}
