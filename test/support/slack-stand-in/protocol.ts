import type { StoredFile } from './files/file-store.ts';
import type { LedgerEntry, LedgerQuery } from './ledger-entry.ts';
import type { Channel, ChannelType, Message, User, Workspace } from './world-types.ts';

/** What the process is started with. */
export interface ProcessOptions {
  readonly ledgerPath: string;
  readonly signingSecret: string;
  /** With it the app may open sockets. */
  readonly appToken: string;
  /** As the app's settings say: what happens goes to its sockets, and nothing by HTTP. */
  readonly socketMode: boolean;
  /** Milliseconds before each repeat of an event that was not answered with 2xx. Slack: at once, 1 min, 5 min. */
  readonly retryDelaysMs: readonly number[];
  /** Milliseconds that an app has to answer an event. Slack: 3,000. */
  readonly answerTimeoutMs: number;
  readonly eventsPath: string;
  readonly echo: EchoMode;
  /** Whether events carry a post's whole metadata, or only its type (reported where no manifest declares the type). */
  readonly metadataInEvents: 'whole' | 'type-only';
  /** Milliseconds that a click's `response_url` holds. Slack: 30 min. */
  readonly responseUrlMs: number;
}

/** When the app is told of its own posts: after Slack's answer, before it, or never. */
export type EchoMode = 'after' | 'before' | 'off';

/** Slack asks for a new socket in the place of one (it does so every few hours); or a socket breaks. */
export type SocketEnding = 'refresh' | 'cut';

export interface ChannelSpec {
  readonly id?: string;
  readonly name?: string;
  readonly type?: Exclude<ChannelType, 'im'>;
  readonly teamId?: string;
  readonly sharedWith?: readonly string[];
  readonly isArchived?: boolean;
  readonly botIsMember?: boolean;
  readonly members?: readonly string[];
}

export interface UserSpec {
  readonly id?: string;
  readonly name: string;
  readonly realName?: string;
  readonly email?: string;
  readonly avatarUrl?: string;
  readonly teamId?: string;
  readonly isBot?: boolean;
  readonly isAdmin?: boolean;
  readonly isRestricted?: boolean;
}

/** How an event goes out. By default at once, one copy, to the app URLs in turn, repeated as Slack repeats. */
export interface Delivery {
  /** Index of one app URL; otherwise they take turns. */
  readonly to?: number;
  /** This many copies at the same moment. */
  readonly copies?: number;
  /** Kept back until `release`. */
  readonly hold?: boolean;
  readonly delayMs?: number;
  /** false: not repeated when it fails. */
  readonly retry?: boolean;
}

/** A file that a person has put into Slack. Its bytes are made up, the same at each reading. */
export interface FileSpec {
  readonly name?: string;
  readonly mimetype?: string;
  /** In bytes; 1,000 by default. */
  readonly size?: number;
  /** How many bytes there are, where Slack says otherwise. */
  readonly realSize?: number;
  /** `hosted` unless told. */
  readonly mode?: string;
  readonly fileAccess?: string;
  readonly externalUrl?: string;
  /** Of another organisation: events tell its id alone. */
  readonly isStrange?: boolean;
  /** Whoever reads it is sent there. */
  readonly redirectTo?: string;
  /** What Slack says where it is read. */
  readonly downloadUrl?: string;
  /** Our token may not read it. */
  readonly needsScope?: boolean;
  readonly teamId?: string;
}

export interface DeleteFileRequest {
  readonly id: string;
  /** The message that shares it. */
  readonly channel: string;
  readonly ts: string;
}

export interface SayRequest {
  readonly channel: string;
  readonly user: string;
  /** As the person typed it: `<@U0BOT>` is a picked mention, a URL becomes a link, all else is escaped as Slack does. */
  readonly text: string;
  readonly threadTs?: string;
  /** Epoch milliseconds of the message's ts; now by default. */
  readonly at?: number;
  readonly subtype?: string;
  /** The ids of what is attached: it is a `file_share` then. */
  readonly files?: readonly string[];
  /** Lies over the event, for what the composer cannot make: `{ files: […] }`. */
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly delivery?: Delivery;
}

export interface Said {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs?: string;
  readonly eventId: string;
}

export interface SentEvent {
  readonly eventId: string;
}

export type Forgery =
  | 'wrong-secret'
  | 'altered-body'
  | 'old-timestamp'
  | 'future-timestamp'
  | 'no-signature'
  | 'no-timestamp'
  | 'garbled-signature';

/**
 * What came of one HTTP request to the app, or of one envelope to a socket of it, whose acknowledgement counts as 200.
 * `status` is null when there was no answer.
 */
export interface HttpResult {
  readonly status: number | null;
  readonly body: string;
  readonly sentAt: number;
  readonly answeredAt: number;
  readonly failure?: 'http_timeout' | 'connection_failed' | 'http_error';
  readonly noRetry?: boolean;
}

export type FaultAction =
  /** Waits, then does it, also when the caller has gone by then. */
  | { readonly action: 'delay'; readonly ms: number }
  | { readonly action: 'rate-limit'; readonly retryAfterSeconds?: number }
  /** `accepted`: it is done all the same. */
  | { readonly action: 'server-error'; readonly status?: number; readonly accepted?: boolean }
  | { readonly action: 'error'; readonly error: string }
  /** Done; the answer bears these headers besides its own, or in the place of them. */
  | { readonly action: 'headers'; readonly headers: Readonly<Record<string, string>> }
  | { readonly action: 'cut-before-accepting' }
  | { readonly action: 'cut-after-accepting' }
  /** Held until released; not done at all if the caller has gone by then. */
  | { readonly action: 'hang-before-accepting' }
  /** Done and in the ledger; the answer is held until released. */
  | { readonly action: 'hang-after-accepting' };

export type FaultRequest = FaultAction & {
  /** Any method by default; `response_url` is one, too. */
  readonly method?: string;
  readonly channel?: string;
  readonly threadTs?: string;
  /** Only calls whose arguments, as JSON, contain this. */
  readonly containing?: string;
  /** Lets this many matching calls pass first. */
  readonly skip?: number;
  /** Acts on this many calls; 1 by default, 'always' without end. */
  readonly times?: number | 'always';
};

export interface Pace {
  /** Posts that a channel takes in a second. */
  readonly postsPerSecond: number;
  /** Posts it takes at once after a rest; 1 by default. */
  readonly burst?: number;
  readonly retryAfterSeconds?: number;
}

export interface MessageQuery {
  readonly channel?: string;
  /** Only the replies of this thread, those shown in the channel, too; null: only what is in no thread. */
  readonly threadTs?: string | null;
  /** Only messages that show this text. */
  readonly containing?: string;
  readonly includeDeleted?: boolean;
}

export type ShownMessage = Message & {
  /** What a reader sees: the blocks' text, or the text where there are no blocks. */
  readonly shown: string;
  /** The labels of its buttons, links and selects, in reading order. What a select or a menu holds: `options`. */
  readonly buttons: readonly string[];
  /** A reply that its thread shows, and the channel too. */
  readonly isBroadcast: boolean;
};

export interface RateRequest {
  readonly count: number;
  readonly perSecond: number;
  readonly channels: readonly string[];
  readonly users: readonly string[];
  /** Goes before the marker that makes each text unique. */
  readonly text?: string;
}

/** One message of a run. Times are epoch milliseconds with fractions, by the same clock as the ledger's. */
export interface RateResult {
  readonly eventId: string;
  readonly channel: string;
  readonly ts: string;
  readonly marker: string;
  readonly sentAt: number;
  readonly answeredAt: number;
  readonly status: number | null;
}

/** What can be asked over `/_control/<verb>`: [question, answer]. */
export interface ControlVerbs {
  'add-workspace': [Workspace, Workspace];
  'add-channel': [ChannelSpec, Channel];
  'update-channel': [{ readonly id: string; readonly changes: Partial<Omit<Channel, 'id'>> }, Channel];
  'add-user': [UserSpec, User];
  'add-file': [FileSpec, StoredFile];
  'delete-file': [DeleteFileRequest, SentEvent];
  files: [null, readonly StoredFile[]];
  'direct-channel': [{ readonly user: string; readonly teamId?: string }, Channel];
  'set-app-urls': [{ readonly urls: readonly string[] }, null];
  'end-sockets': [{ readonly how: SocketEnding }, null];
  'set-echo': [{ readonly mode: EchoMode }, null];
  'set-pace': [{ readonly channel?: string; readonly pace: Pace | null }, null];
  authorize: [AuthorizeRequest, { readonly code: string }];
  uninstall: [{ readonly teamId: string; readonly delivery?: Delivery }, readonly SentEvent[]];
  say: [SayRequest, Said];
  edit: [EditRequest, SentEvent];
  remove: [RemoveRequest, SentEvent];
  react: [ReactRequest, SentEvent];
  'invite-bot': [InviteRequest, SentEvent];
  command: [CommandRequest, HttpResult];
  click: [ClickRequest, readonly Clicked[]];
  reclick: [ReclickRequest, readonly HttpResult[]];
  shortcut: [ShortcutRequest, HttpResult];
  view: [{ readonly user: string }, { readonly view: ShownView | null }];
  submit: [SubmitRequest, readonly Submitted[]];
  resubmit: [ResubmitRequest, HttpResult];
  'open-home': [HomeRequest, SentEvent];
  home: [{ readonly user: string; readonly teamId?: string }, { readonly home: ShownHome | null }];
  'click-home': [HomeClickRequest, Clicked];
  'send-event': [EventRequest, SentEvent];
  'send-form': [FormRequest, HttpResult];
  forge: [{ readonly said: SayRequest; readonly how: Forgery }, HttpResult];
  replay: [RepeatRequest, readonly HttpResult[]];
  redeliver: [RepeatRequest, readonly HttpResult[]];
  hold: [null, null];
  release: [{ readonly eventIds?: readonly string[] }, null];
  fault: [FaultRequest, { readonly id: number }];
  'fault-state': [{ readonly id: number }, FaultState];
  'release-fault': [{ readonly id: number }, null];
  'clear-faults': [null, null];
  messages: [MessageQuery & { readonly botOnly?: boolean }, readonly ShownMessage[]];
  ledger: [LedgerQuery, readonly LedgerEntry[]];
  status: [null, Status];
  'say-at-rate': [RateRequest, { readonly runId: number }];
  /** Without results: the run goes on. */
  'rate-results': [{ readonly runId: number }, { readonly results?: readonly RateResult[] }];
}

/** Somebody presses Allow on Slack's page, to which these brought them. */
export interface AuthorizeRequest {
  readonly teamId: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scope: string;
  readonly user?: string;
}

export interface EditRequest {
  readonly channel: string;
  readonly ts: string;
  readonly text: string;
  readonly delivery?: Delivery;
}

export interface RemoveRequest {
  readonly channel: string;
  readonly ts: string;
  readonly delivery?: Delivery;
}

export interface ReactRequest {
  readonly channel: string;
  readonly ts: string;
  readonly user: string;
  /** The short name without colons. */
  readonly reaction: string;
  readonly removed?: boolean;
  readonly delivery?: Delivery;
}

/** Our bot is brought into a channel. */
export interface InviteRequest {
  readonly channel: string;
  readonly inviter: string;
  readonly delivery?: Delivery;
}

export interface CommandRequest {
  readonly command: string;
  readonly text: string;
  readonly channel: string;
  readonly user: string;
  readonly to?: number;
  /** Of an earlier command: the same once more, as Socket Mode may bring it. */
  readonly triggerId?: string;
}

/** A button or select is found by what is written on it, by its `action_id`, or by both. */
export type ClickRequest = ClickBase & ({ readonly label: string } | { readonly action: string });

interface ClickBase {
  readonly channel: string;
  readonly ts: string;
  readonly user: string;
  /** A button's text, a select's placeholder. */
  readonly label?: string;
  /** An `action_id`. */
  readonly action?: string;
  /** What is chosen from a select: an option's label or its value. */
  readonly choice?: string;
  /** What the person's screen still shows: an earlier look at the message. By default what stands there now. */
  readonly seen?: Pick<ShownMessage, 'text' | 'blocks'>;
  /** Index of one app URL; otherwise the copies take turns. */
  readonly to?: number;
  /** This many clicks at the same moment, each with an `action_ts` and a `response_url` of its own. */
  readonly copies?: number;
}

/** What the app answered to one click. */
export interface Clicked extends HttpResult {
  /** What was sent, as JSON; `reclick` sends it again. */
  readonly payload: string;
}

export interface ReclickRequest {
  readonly payload: string;
  readonly copies?: number;
  readonly to?: number;
}

/** A shortcut from the menu of a message. */
export interface ShortcutRequest {
  readonly channel: string;
  readonly ts: string;
  readonly user: string;
  /** Its `callback_id`. */
  readonly name: string;
  readonly to?: number;
  /** Of an earlier use: the same once more. */
  readonly triggerId?: string;
}

/** What somebody writes into inputs and chooses, by their labels. */
export type FilledIn = Readonly<Record<string, string>>;

/** What a person reads in a modal. */
export interface ShownView {
  readonly id: string;
  readonly title: string;
  /** What stands in it beside inputs. */
  readonly words: readonly string[];
  readonly inputs: readonly {
    readonly label: string;
    readonly value: string;
    readonly options?: readonly string[];
    readonly error?: string;
  }[];
}

export interface SubmitRequest {
  readonly user: string;
  readonly filled: FilledIn;
  /** Sends what Slack's own clients would not let through. */
  readonly unchecked?: boolean;
  readonly to?: number;
  readonly copies?: number;
}

/** What the app answered to one submission. */
export interface Submitted extends HttpResult {
  /** What was sent, as JSON; `resubmit` sends it again. */
  readonly payload: string;
}

/** A person opens our app. */
export interface HomeRequest {
  readonly user: string;
  /** In which workspace; home unless told. */
  readonly teamId?: string;
  readonly tab?: 'home' | 'messages';
  readonly delivery?: Delivery;
}

/** What a person reads in the app's home. */
export interface ShownHome {
  readonly shown: string;
  /** The labels of its buttons, in reading order. */
  readonly buttons: readonly string[];
  /** Where its words lead. */
  readonly links: readonly string[];
  readonly blocks: readonly unknown[];
}

export interface HomeClickRequest {
  readonly user: string;
  readonly label: string;
  /** Of several with this label, from 0. */
  readonly nth?: number;
  /** What the person's screen still shows: an earlier look. By default what stands there now. */
  readonly seen?: Pick<ShownHome, 'blocks'>;
  readonly to?: number;
  readonly teamId?: string;
}

export interface ResubmitRequest {
  readonly payload: string;
  readonly to?: number;
}

/** Any event, as it stands under `event` in the envelope. */
export interface EventRequest {
  readonly event: Readonly<Record<string, unknown>>;
  readonly teamId?: string;
  readonly delivery?: Delivery;
}

/** A signed form for the interactions or commands URL. */
export interface FormRequest {
  readonly path: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly to?: number;
}

export interface RepeatRequest {
  readonly eventId: string;
  readonly copies?: number;
  readonly to?: number;
}

export interface FaultState {
  readonly hits: number;
  /** Calls that hang at this moment. */
  readonly hanging: number;
}

export interface Status {
  /** First deliveries and repeats that are under way or waiting for their time. */
  readonly deliveriesUnderWay: number;
  readonly held: number;
  /** Sockets of the app that are open. */
  readonly sockets: number;
}
