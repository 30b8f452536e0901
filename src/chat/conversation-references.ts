import type { WorkspaceRef } from './installations.ts';

/** Where we heard of a place or a person, and the address of the service through which we reach them. */
export interface ConversationReference extends WorkspaceRef {
  /** A channel's or a person's id, without a thread. */
  readonly placeId: string;
  /** The conversation in which it was: the channel itself, or one in which the person is. */
  readonly conversationId: string;
  /** As the platform itself gave it. */
  readonly serviceUrl: string;
  /** The team to which it belongs, where the platform has such. Kept until another is told. */
  readonly teamId?: string;
}

/**
 * How we reach places on a platform whose service has more than one address, kept by the core, so that we can speak
 * first, also after a restart. No method may be called inside a unit of work.
 */
export interface ConversationReferences {
  /** Keeps what the platform said last of a place. May be repeated. */
  keep(reference: ConversationReference): Promise<void>;
  /** That of the place; where nothing was heard of it, the latest of its workspace; null where nothing was heard at all. */
  find(workspace: WorkspaceRef, placeId: string): Promise<ConversationReference | null>;
  /** The channels of a team of which we heard. */
  findPlaces(workspace: WorkspaceRef, teamId: string): Promise<readonly string[]>;
  /** One place of each team of which we heard, the latest first, `most` of them. */
  findTeams(workspace: WorkspaceRef, most: number): Promise<readonly ConversationReference[]>;
}
