import type { TeamsConfig } from '../../../adapters/teams/teams-config.ts';

/** Named points at which a process can be made to die, as `kill -9` would have it. */
export type CrashPoint =
  /** The event's unit of work has run and is not committed. */
  | 'before-commit'
  /** The event is committed and not answered. */
  | 'after-commit-before-answer'
  /** The bytes of a file are on the platform, what they are called there is not committed. */
  | 'after-upload'
  /** The intent to post is committed, the request is not sent. */
  | 'after-intent'
  /** The platform has answered the post, `sent` is not committed. */
  | 'after-response-before-sent'
  /** An edit stands on the platform, that it does is not committed. */
  | 'after-edit'
  /** A post is marked to be taken away, the request is not sent. */
  | 'before-remove'
  /** A post is taken away, that it is gone is not committed. */
  | 'after-remove'
  /** Our reaction stands there or is taken off, that it is done is not committed. */
  | 'after-react';

export interface Crash {
  readonly at: CrashPoint;
  /** Only for an event, a post or an edit that has these words in it; else for one that concerns this place. */
  readonly containing: string;
  /** So many posts come there before it dies, and wait for each other. @default 1 */
  readonly together?: number;
}

/** Makes a unit of work wait between two of its statements. */
export interface Pause {
  /** Words of the statement before which it waits. */
  readonly before: string;
  readonly ms: number;
}

/** A process dies, as by `kill -9`, when all of a unit's statements have run, this one among them, before the commit. */
export interface Dies {
  readonly having: 'insert' | 'insertOnce' | 'update';
  readonly table: string;
}

/** Where a process is to die. It can also be told while it runs: starting one more for that costs. */
export type Death = Crash | Dies;

/** What a process of the product is started with in a test. */
export interface AppOptions {
  readonly databaseUrl: string;
  readonly slack: {
    readonly botToken?: string | undefined;
    readonly install?:
      { readonly clientId: string; readonly clientSecret: string; readonly publicUrl: string } | undefined;
    /** By which of the two events come. */
    readonly signingSecret?: string;
    readonly appToken?: string;
    readonly apiUrl: string;
    readonly postsPerSecond: number;
    readonly editsPerSecond: number;
    readonly readsPerSecond: number;
    readonly requestTimeoutMs: number;
  };
  /** Absent: no Teams. */
  readonly teams?: TeamsConfig & { readonly postsPerSecond: number; readonly editsPerSecond: number };
  /** People can be anybody in the browser, as in the sandbox, but on a stage of the test's own. */
  readonly hasWebStage: boolean;
  readonly adminKey: string;
  readonly secret?: { readonly current: string; readonly before: string | undefined } | undefined;
  readonly api: {
    readonly requestsPerMinute: number;
    readonly trustedProxies: number;
    readonly checksAnswers: boolean;
  };
  readonly leaseMs: number;
  readonly groupingMs: number;
  readonly reopenMs: number;
  readonly logLevel: string;
  readonly death?: Death;
  readonly pause?: Pause;
}

/** What it can be asked over IPC; it answers with its usage. */
export type Asked = 'usage' | { readonly death: Death };

export const OPTIONS_VARIABLE = 'SWITCHBOARD_TEST_APP';
