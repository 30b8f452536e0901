import type { Address, MessageRef } from './address.ts';
import type { OpenFile } from './file.ts';

/** A file for which a post of ours stands, in words and with a link. */
export interface OfferedFile {
  readonly post: MessageRef;
  /** Begins to read it where it was said. Rejects with PlatformError. */
  open(): Promise<OpenFile>;
}

/** Files that a platform can hand over once their reader has agreed. */
export interface OfferedFiles {
  /**
   * @param deliveryKey with which the post was posted
   * @param at where somebody wants the file: nobody is given what was offered elsewhere
   * @returns null when no such post of a file stands there, or stands there no more
   */
  find(deliveryKey: string, at: Pick<Address, 'platform' | 'workspaceId' | 'channelId'>): Promise<OfferedFile | null>;
}
