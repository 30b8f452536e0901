import type { PlatformName } from '../../../src/chat/address.ts';

/** A message as one side reads it. */
export interface Seen {
  readonly words: string;
  /** Who it says it is from; null for whatever our bot says for itself, and for what people said here. */
  readonly author: string | null;
  /** Where its links lead. */
  readonly links: readonly string[];
  /** The names of the files that stand there, bytes and all. */
  readonly files: readonly string[];
  /** The emoji that our bot has put on it. */
  readonly reactions: readonly string[];
  /** It shows the formatted words exactly as they were formatted. */
  readonly isFormatted: boolean;
}

/** What somebody has said, by the name that only their platform understands. */
export type Said = string;

/** Somebody on one side of a ticket, on some platform, and what they can do and see there in its thread. */
export interface Party {
  readonly platform: PlatformName;
  /** What the others are told they are called. */
  readonly name: string;
  /** The words that begin a thread: only at the merchant's. */
  ask(words: string): Promise<void>;
  /** Finds the thread in which agents answer. @returns what its first post shows */
  findThread(): Promise<string>;
  /** Resolves when it is said; the product may not have heard of it. */
  say(words: string): Promise<Said>;
  /** Says what is in test/support/text/formatted.ts. */
  sayFormatted(): Promise<void>;
  edit(said: Said, words: string): Promise<void>;
  remove(said: Said): Promise<void>;
  /** Brings back what was removed, with the words that it had. Absent where nobody can. */
  restore?(said: Said, words: string): Promise<void>;
  /** Puts 👍 on what the others said with these words, or takes it off. */
  react(words: string, isOn: boolean): Promise<void>;
  /** Sends a file; absent where nobody can. */
  send?(kind: 'picture' | 'document', name: string): Promise<void>;
  /** Begins to write; absent where our app does not hear of it. */
  type?(): Promise<void>;
  /** All that stands in the thread, in its order. */
  read(): Promise<readonly Seen[]>;
  /** Begins to look who writes there. @returns tells, and looks no more; '' for whoever is not named */
  watchWriters(): Promise<() => Promise<readonly string[]>>;
}

/** Whatever of it is an address. */
export const linksIn = (part: unknown): string[] => JSON.stringify(part ?? '').match(/https?:[^"\\\s<>]+/g) ?? [];
