import type { Address, MessageRef } from './address.ts';
import type { OutgoingContent } from './message.ts';

/** Who an entry appears to come from. */
export type EntryAuthor =
  | { readonly kind: 'person'; readonly userId: string }
  /** The product; under the name and with the face of whoever it speaks for, when it does. */
  | { readonly kind: 'product'; readonly name: string | null; readonly avatarUrl: string | null };

/** A message as it stands in a channel of a platform that keeps none itself. */
export interface Entry {
  readonly channelId: string;
  readonly messageId: string;
  /** The native id of the thread's first message; null outside of threads. */
  readonly threadId: string | null;
  /** Its place in the channel: grows from one to the next. */
  readonly number: number;
  /** Grows with each change in the channel: whoever has seen version n asks for what came after n. */
  readonly version: number;
  readonly author: EntryAuthor;
  readonly content: OutgoingContent;
  /** A reply that the whole channel should see. */
  readonly announce: boolean;
  /** Only this person sees it. */
  readonly visibleTo: string | null;
  /** When it was said, where that differs from its place. */
  readonly saidAt: Date | null;
  readonly postedAt: Date;
  readonly isEdited: boolean;
  /** It stands there no more: nothing of its content is left. */
  readonly isRemoved: boolean;
  readonly reactions: readonly EntryReaction[];
}

/** Who put an emoji on an entry; without a user it was the product, on behalf of others. */
export interface EntryReaction {
  readonly emoji: string;
  readonly userIds: readonly (string | null)[];
}

/** A post of the product, to be kept. */
export interface Posted {
  readonly to: Address;
  /** The same key makes one entry, however often it is posted. */
  readonly deliveryKey: string;
  readonly content: OutgoingContent;
  /** Under whose name it appears; null: the product's own. */
  readonly authorName: string | null;
  readonly authorAvatarUrl: string | null;
  readonly announce: boolean;
  readonly saidAt: Date | null;
}

/**
 * Keeps what stands in the channels of a platform that has no memory of its own. What people say there is kept by the
 * core, together with its effects.
 */
export interface History {
  post(posted: Posted): Promise<MessageRef>;
  /** @returns false when no such entry stands there */
  edit(target: MessageRef, content: OutgoingContent): Promise<boolean>;
  /** @returns false when no such entry stands there */
  remove(target: MessageRef): Promise<boolean>;
  /** The product's own reaction. @returns false when no such entry stands there */
  react(target: MessageRef, emoji: string, isOn: boolean): Promise<boolean>;
  /** The entry with this native id; null when none stands there. */
  find(channelId: string, messageId: string): Promise<Entry | null>;
  findDelivered(to: Address, deliveryKey: string): Promise<MessageRef | null>;
  /** What changed after a version, what was removed too, oldest change first. */
  readSince(channelId: string, version: number, limit: number): Promise<readonly Entry[]>;
  /** A version that each channel has reached, perhaps without an entry of its own; a channel in which nothing stands has none. */
  readVersions(channelIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
}
