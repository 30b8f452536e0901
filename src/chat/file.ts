import type { Readable } from 'node:stream';
import type { PlatformName } from './address.ts';

/** A file that stands on a platform. Its bytes stay there until somebody asks for them. */
export interface FileRef {
  readonly platform: PlatformName;
  /** The workspace whose installation may read it. */
  readonly workspaceId: string;
  /** The platform's own id. */
  readonly nativeId: string;
}

/** A file as somebody attached it to a message. */
export interface AttachedFile {
  readonly nativeId: string;
  /** Null for what the platform tells only when it is asked about the file, here and below. */
  readonly name: string | null;
  /** A MIME type, by the platform's word. */
  readonly type: string | null;
  /** By the platform's word. */
  readonly bytes: number | null;
}

/** A file that is being read. Whoever has it reads the stream to its end, or destroys it. */
export interface OpenFile {
  readonly name: string;
  readonly type: string;
  /** The stream gives exactly so many, or fails with PlatformError. */
  readonly bytes: number;
  readonly stream: Readable;
}

/** A file of a message, as its copies and pages know it. */
export interface PostedFile {
  /** Our own. */
  readonly id: number;
  readonly name: string;
  readonly type: string | null;
  readonly bytes: number | null;
}
