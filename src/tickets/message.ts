import type { PersonRef, PlatformName } from '../chat/address.ts';
import type { RichText } from '../chat/rich-text.ts';

/** Who said something: an agent we know, somebody with an account on a platform, or a program with a key. */
export interface Speaker {
  readonly agentId: number | null;
  readonly account: PersonRef | null;
}

/** Where a message stands that came from a platform. */
export interface Origin {
  readonly platform: PlatformName;
  readonly channelId: string;
  readonly nativeId: string;
}

/** Said once, by one person. */
export interface Message {
  readonly id: number;
  readonly ticketId: number;
  /** Order of arrival in its ticket, from 1. */
  readonly number: number;
  /** On which side of the ticket it was said; its copy goes to the other. */
  readonly side: 'merchant' | 'agent';
  readonly visibility: 'public' | 'internal';
  readonly agentId: number | null;
  /** The author's account; the platform is the origin's. */
  readonly authorWorkspaceId: string | null;
  readonly authorId: string | null;
  readonly platform: PlatformName | null;
  readonly channelId: string | null;
  readonly nativeId: string | null;
  readonly text: RichText;
  readonly saidAt: Date;
  /** The platform's order: microseconds since 1970. */
  readonly position: number;
  readonly createdAt: Date;
  /** Its place among all changes of its ticket's messages: whoever has seen version n asks for what came after n. */
  readonly version: number;
  /** The version in which it got its words, and who may see it; what came later is reactions alone. */
  readonly wordsVersion: number;
  /** 0 as first said; else which edit or deletion it stands at, by the platform's word: microseconds since 1970. */
  readonly revision: number;
  /** It was taken back: its words are shown nowhere. */
  readonly deletedAt: Date | null;
}

/** The author's account, when they have one. */
export function accountOf({ platform, authorWorkspaceId, authorId }: Message): PersonRef | null {
  if (platform === null || authorWorkspaceId === null || authorId === null) return null;
  return { platform, workspaceId: authorWorkspaceId, userId: authorId };
}
