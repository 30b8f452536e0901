import type { FileRef } from './file.ts';

/** Where a file is read, as its platform said it with the message; whoever has the address may read it. */
export interface FileAddress {
  readonly url: string;
  readonly name: string;
}

/**
 * Where files are read on a platform that says so only once, kept by the core for a day: such addresses are
 * short-lived. No method may be called inside a unit of work.
 */
export interface FileAddresses {
  /** Keeps what the platform said last of a file. May be repeated. */
  keep(file: FileRef, address: FileAddress): Promise<void>;
  find(file: FileRef): Promise<FileAddress | null>;
}
