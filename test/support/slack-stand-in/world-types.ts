/** What the stand-in knows of Slack's world. Everyone in it is invented. */
export interface Workspace {
  readonly teamId: string;
  readonly name: string;
  readonly botToken: string;
  readonly botUserId: string;
  readonly botId: string;
  readonly appId: string;
  readonly appName: string;
}

/** What our app is known by to the workspaces that install it. */
export const APP_CLIENT = { clientId: '1000.2000', clientSecret: 'stand-in-client-secret' } as const;

export type ChannelType = 'channel' | 'group' | 'im';

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly type: ChannelType;
  /** The workspace that owns it. */
  readonly teamId: string;
  /** Other workspaces that see it (Slack Connect). */
  readonly sharedWith: readonly string[];
  readonly isArchived: boolean;
  /** Our bot is in it: only then may it post, and only then do events come. */
  readonly botIsMember: boolean;
  /** The people in it. An empty list means everyone. */
  readonly members: readonly string[];
}

export interface User {
  readonly id: string;
  readonly teamId: string;
  /** What others see; `displayName` may be empty in Slack, then the real name is shown. */
  readonly displayName: string;
  readonly realName: string;
  readonly email?: string;
  readonly avatarUrl?: string;
  readonly isBot: boolean;
  /** Runs their workspace: one of its admins or owners. */
  readonly isAdmin: boolean;
  /** A guest of their workspace. */
  readonly isRestricted: boolean;
  readonly isDeleted: boolean;
}

export interface Metadata {
  readonly event_type: string;
  readonly event_payload: Record<string, unknown>;
}

/** An emoji on a message, and who put it there. */
export interface MessageReaction {
  readonly name: string;
  readonly users: readonly string[];
}

/** A message as it stands now. `at` is when the stand-in took it, epoch milliseconds with fractions. */
export interface Message {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs?: string;
  readonly at: number;
  readonly teamId: string;
  readonly user?: string;
  readonly botId?: string;
  readonly appId?: string;
  readonly subtype?: string;
  readonly clientMsgId?: string;
  readonly text: string;
  readonly blocks?: readonly unknown[];
  readonly metadata?: Metadata;
  readonly username?: string;
  readonly iconUrl?: string;
  /** As they stand in Slack's own words. */
  readonly files?: readonly Readonly<Record<string, unknown>>[];
  readonly reactions?: readonly MessageReaction[];
  readonly edited?: { readonly user: string; readonly ts: string };
  readonly deletedAt?: number;
}

/** What is left of a thread's first message that was deleted: the thread lives on under it. */
export const tombstoneOf = ({ channel, ts, at, teamId }: Message): Message => ({
  channel,
  ts,
  at,
  teamId,
  user: 'USLACKBOT',
  subtype: 'tombstone',
  text: 'This message was deleted.',
});

/** The subtype of a reply that also stands in the channel (docs.slack.dev/reference/events/message/thread_broadcast). */
export const BROADCAST = 'thread_broadcast';

export const isBroadcast = ({ subtype }: Message): boolean => subtype === BROADCAST;

export const HOME: Workspace = {
  teamId: 'T0HOME',
  name: 'Switchboard',
  botToken: 'xoxb-stand-in-home',
  botUserId: 'U0BOT',
  botId: 'B0BOT',
  appId: 'A0SWITCHBOARD',
  appName: 'Switchboard',
};
