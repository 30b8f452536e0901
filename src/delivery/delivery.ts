import type { PlatformErrorKind } from '../chat/platform-error.ts';
import type { MessageRef } from '../chat/address.ts';
import type { JobPayload } from '../jobs/job.ts';
import { addressOf, type Conversation } from './conversation.ts';

/**
 * - `queued`: nobody has tried to post it
 * - `intent`: about to be posted, or posted a moment ago
 * - `ambiguous`: it may stand on the platform; reading back decides
 * - `sent`: it stands there, as `nativeId`
 * - `cancelled`: there was nothing left to say when its turn came
 * - `removing`: about to be taken away, or taken away a moment ago
 * - `removed`: it stood there, as `nativeId`, and stands there no more
 * - `dead`: given up; its job can be retried
 */
export type DeliveryState = 'queued' | 'intent' | 'ambiguous' | 'sent' | 'cancelled' | 'removing' | 'removed' | 'dead';

/** One post on its way to a platform; once sent, the copy that stands there. */
export interface Delivery {
  readonly id: number;
  /** Says what is posted where; travels with the post, so that it can be told again. */
  readonly deliveryKey: string;
  readonly conversationId: number;
  /** Which composer writes it, and of what: words are rendered when they are sent. */
  readonly composer: string;
  readonly payload: JobPayload;
  readonly state: DeliveryState;
  /** The conversation's thread hangs on this post. */
  readonly opensThread: boolean;
  /** Only this person sees it. */
  readonly visibleTo: string | null;
  /** Order in the conversation. */
  readonly position: number;
  /** When a person said it; null for what the product says itself. */
  readonly saidAt: Date | null;
  readonly nativeId: string | null;
  /** Database time in ms from here on: the claimed posting time, the last intent, the sending. */
  readonly slotAt: number | null;
  readonly intentAt: number | null;
  readonly sentAt: number | null;
  readonly createdAt: number;
  /** People were told that it is late, or failed: they are told how it ends, too. */
  readonly isReported: boolean;
  /** The kind of the last error, while it is not sent. */
  readonly failure: PlatformErrorKind | null;
  /** Where the post is a file: what its platform calls the bytes that were brought there. Of a question see `file-question.ts`. */
  readonly uploadId: string | null;
  readonly uploadedAt: number | null;
  /** What stands in the place of a file that could not be brought; null while it can. */
  readonly instead: Instead | null;
  /** How often it was sent without an answer, so that it may stand there. */
  readonly lostAnswers: number;
  readonly revision: number;
  readonly wantedRevision: number;
}

/**
 * What stands where a file should:
 * - `link`: a link of ours, from where its platform may not bring it, or from where its reader was asked and has answered
 * - `gone`: words; it was deleted before it could be brought
 * - `unreadable`: words; it could not be read where it was said
 * - `refused`: words; the other platform does not take it
 */
export type Instead = 'link' | 'gone' | 'unreadable' | 'refused';

/** As before its file was brought. */
export const NOT_UPLOADED = { uploadId: null, uploadedAt: null } as const;

/** With an intent that is found when a job begins: nobody waits for that answer any more. */
export const lostAnswersOf = ({ lostAnswers, state }: Delivery): number => lostAnswers + (state === 'intent' ? 1 : 0);

const STANDING: ReadonlySet<DeliveryState> = new Set(['sent', 'removing']);

/** Where a sent post stands; null while it stands nowhere. */
export function refOf(delivery: Delivery, conversation: Conversation): MessageRef | null {
  const address = addressOf(conversation);
  if (!address || delivery.nativeId === null || !STANDING.has(delivery.state)) return null;
  // The root of a thread stands in the channel itself.
  const { threadId, ...channel } = address;
  return { ...(delivery.opensThread ? channel : address), messageId: delivery.nativeId };
}
