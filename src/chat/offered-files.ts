import type { Address } from './address.ts';
import type { OpenFile } from './file.ts';

/** Milliseconds for handing a file over: then whoever began is taken for dead, and its reader may agree anew. */
export const HAND_OVER_MS = 5 * 60 * 1000;

/** Where somebody was asked: nobody is given what was offered elsewhere. */
export type AskedAt = Pick<Address, 'platform' | 'workspaceId' | 'channelId'>;

/** A file that its reader wants, and that nobody else hands over meanwhile. */
export interface AcceptedFile {
  /** Begins to read it where it was said. Rejects with PlatformError. */
  open(): Promise<OpenFile>;
  /** They have it. The post is shown without the question from now on. */
  handedOver(): Promise<void>;
  /** They do not: the question stands, and may be answered anew. */
  giveBack(): Promise<void>;
}

/** Files that a platform hands over once their reader has agreed; posts with a link of ours ask for that. */
export interface OfferedFiles {
  /**
   * The first answer counts, on whichever replica and however often the platform tells it.
   * @param deliveryKey with which the post was posted
   * @param answer other for each time that its reader agrees, 190 characters at most
   * @returns null when this needs nothing: no such question stands there, or it is answered. `too late`: it was asked as long
   *   ago as links of ours hold, and is asked no more from now on
   */
  accept(deliveryKey: string, at: AskedAt, answer: string): Promise<AcceptedFile | 'too late' | null>;
  /** The post is shown without the question from now on. */
  decline(deliveryKey: string, at: AskedAt): Promise<void>;
}
