/** A platform's own name: `slack`, `teams`, `web`. The core passes it on and never compares it with a literal. */
export type PlatformName = string;

/** A channel, a direct conversation, or a thread in one. Ids are the platform's own. */
export interface Address {
  readonly platform: PlatformName;
  /** The workspace whose installation posts there (a Slack team, a Teams tenant). */
  readonly workspaceId: string;
  readonly channelId: string;
  /** The native id of the thread's first message. */
  readonly threadId?: string;
  /** Only this person sees the post; such a post can be neither edited nor read back. */
  readonly visibleTo?: string;
}

/** A person's account on a platform. */
export interface PersonRef {
  readonly platform: PlatformName;
  readonly workspaceId: string;
  readonly userId: string;
}

export interface Person extends PersonRef {
  readonly name: string;
  readonly avatarUrl?: string;
  /** Where the platform tells it. */
  readonly email?: string;
}

/**
 * How a person stands to the workspace that is home, by the platform's own word:
 * - `admin`: runs it
 * - `member`: belongs to it
 * - `guest`: was let in, and sees a part of it
 * - `stranger`: belongs to another, or is no person
 */
export type Standing = 'admin' | 'member' | 'guest' | 'stranger';

/** One message as it stands on a platform. */
export interface MessageRef extends Address {
  readonly messageId: string;
}
