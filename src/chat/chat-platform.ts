import type { Server } from 'node:http';
import type { Middleware } from 'koa';
import type { Address, MessageRef, Person, PersonRef, PlatformName, Standing } from './address.ts';
import type { Card } from './card.ts';
import type { HistoryPage, HistoryWanted } from './channel-history.ts';
import type { FileRef, OpenFile } from './file.ts';
import type { Answer, InboundEvent, MessageSaid } from './inbound-event.ts';
import type { OutgoingMessage } from './message.ts';

/** Takes one inbound event durably; when it resolves, its effects are committed. Rejecting means "send it again". */
export type Receive = (event: InboundEvent) => Promise<Answer>;

/** What a platform can do, asked instead of its name. */
export interface PlatformAbilities {
  /** It remembers what is said in it; otherwise the core keeps what people say there, as `History` has it. */
  readonly keepsHistory: boolean;
  /** `findDelivered` works, so that a lost answer need not become a second copy. */
  readonly readsBack: boolean;
  /** Our bot can put a reaction on a message; otherwise words have to say it. */
  readonly reacts: boolean;
  /** The most that one post may hold, in the units of `textLength`. */
  readonly maxTextLength: number;
  /** How long a text is for this platform's limit. */
  readonly textLength: (text: string) => number;
  /** Posts that one channel takes in a second, over all replicas; or one thread, by `postsPer`. */
  readonly postsPerSecond: number;
  /** What the platform counts posts by. Absent: by channel. */
  readonly postsPer?: 'channel' | 'thread';
  /** What such a place takes beyond its steady pace when it was quiet. Absent: nothing. */
  readonly burst?: Burst;
  /** Posts that all places of one workspace take together in a second. Absent: as many as they take each. */
  readonly workspacePostsPerSecond?: number;
  /** Edits and removals that one workspace takes in a second, over all replicas; homes are counted beside them. */
  readonly editsPerSecond: number;
  /** Requests for what was said earlier that one workspace takes in a second, over all replicas. */
  readonly readsPerSecond: number;
  /**
   * How a file gets there:
   * - `uploaded`: `upload` brings its bytes
   * - `shown`: its own pages ask us for them
   * - `linked`: neither; a link in words must do
   */
  readonly files: 'uploaded' | 'shown' | 'linked';
  /** What people write before an order of ours, `desk here`: in a channel, and where they speak with our bot alone. */
  readonly orderSign: { readonly inChannel: string; readonly direct: string };
  /** Only whoever gives an order sees the answer to it, also where others are. */
  readonly answersPrivately: boolean;
  /**
   * The thread as which a conversation goes on in which posts begin none; undefined for one in which they do. Absent where
   * they do everywhere.
   */
  readonly oneThread?: (channelId: string) => string | undefined;
  /** What people do to bring our bot into a place, for the middle of a sentence of ours. */
  readonly bringIn: string;
  /** What is set before workspaces can join by a link. */
  readonly joiningNeeds: string;
  /** After this many ms without an answer a request is certainly over, on both ends. */
  readonly requestTimeoutMs: number;
}

export interface Burst {
  /** So many posts at once. */
  readonly posts: number;
  /** Milliseconds between any two of them. */
  readonly apartMs: number;
}

/** Somebody who writes, under the name that those on the other side know. */
export interface Typist {
  readonly userId: string;
  readonly name: string;
}

/**
 * A chat system behind a few verbs. Every verb rejects with `PlatformError` and nothing else, makes one request and
 * never retries on its own: repeating is delivery's business. None may be called inside a unit of work.
 */
export interface ChatPlatform {
  readonly name: PlatformName;
  readonly abilities: PlatformAbilities;
  /** HTTP routes that the platform calls; absent when events arrive otherwise. They need the raw request body. */
  readonly routes?: Middleware;
  /**
   * The path at which a workspace lets our app in, with the token of a link. Absent where workspaces cannot join by one.
   */
  readonly installPath?: (link: string) => string;
  /** What whoever makes such a link has to know of it. */
  readonly installNote?: string;
  /**
   * Whether a workspace is home without ever having been let in. Present where people bring a link as the order `join`
   * instead of following it to a page of the platform.
   */
  readonly isHome?: (workspaceId: string) => boolean;
  /** Takes the sockets that browsers open; called once, when the server listens. */
  attach?(server: Server): void;

  /**
   * Whether the platform refuses what we were given to speak with at home, so that nothing is posted there until a
   * person mends it. Absent where nothing was given.
   */
  isRefused?(): Promise<boolean>;

  /** Begins to take events. Resolves when the platform can deliver to us; does not wait for the outside to be well. */
  start(receive: Receive): Promise<void>;
  /** Stops taking events and resolves when those under way are answered. */
  stop(): Promise<void>;
  /** Whether what happens there reaches us now. Absent where it does from the start to the stop. */
  isHearing?(): boolean;

  /**
   * Posts once. `deliveryKey` travels with the post, so that `findDelivered` and `post-seen` can tell it again; a file
   * is told by its `uploadId` instead.
   */
  post(to: Address, message: OutgoingMessage, deliveryKey: string): Promise<MessageRef>;
  /** Replaces a post of ours. May be repeated. */
  edit(target: MessageRef, message: OutgoingMessage): Promise<void>;
  /**
   * Takes a post of ours away. May be repeated: what is not there needs no removal.
   * @param uploadId of the file that the post is: it goes, too
   */
  remove(target: MessageRef, uploadId?: string): Promise<void>;
  /**
   * Puts our bot's reaction on a message, or takes it off. May be repeated; a message that is not there needs none.
   * Rejects as `rejected` where there is no such emoji, and all where `abilities.reacts` is not.
   * @param emoji as a reaction's event has it
   */
  react(target: MessageRef, emoji: string, isOn: boolean): Promise<void>;
  /**
   * Reads back whether a post with this key stands there, posted at `since` or later.
   * @param uploadId of the file that the post is
   */
  findDelivered(to: Address, deliveryKey: string, since: Date, uploadId?: string): Promise<MessageRef | null>;
  /**
   * Begins to read a file; the token that it takes goes to hosts of the platform's alone. Rejects as `gone` when there is
   * no such file any more, as `unauthorized` when we may not read it. Absent where nobody can attach files.
   */
  fetchFile?(file: FileRef): Promise<OpenFile>;
  /**
   * Brings a file's bytes to the platform, where nobody sees them until `post` shows them. Nobody is harmed when it is
   * repeated. It may take as long as the file is large. Present where `abilities.files` is `uploaded`.
   * @returns the id by which `post` shares it
   */
  upload?(to: Address, file: OpenFile, signal: AbortSignal): Promise<string>;
  /**
   * Shows for a few seconds that somebody writes to those who look at a place, or that they have stopped. Absent where
   * the platform cannot.
   */
  typing?(to: Address, who: Typist, isTyping: boolean): Promise<void>;
  /** The direct conversation between our bot and a person. May be repeated. */
  openDirect(person: PersonRef): Promise<Address>;
  /**
   * Replaces what a person sees in the place that our app has of its own for each person. May be repeated. Absent where
   * the platform has no such place.
   */
  showHome?(person: PersonRef, home: Card): Promise<void>;
  /**
   * The address at which a person of this platform opens a message in their browser; undefined when none can be told
   * now. Never rejects. Absent where messages have none.
   */
  permalink?(message: MessageRef): Promise<string | undefined>;
  /** What was said in one message, as the same event that its arrival would have been; null when it is not there. */
  findMessage(message: MessageRef): Promise<MessageSaid | null>;
  /**
   * Reads one page of what stands in a channel and its threads. Absent where what we did not hear cannot be asked for.
   * @param next of the page before
   */
  readHistory?(channel: Address, wanted: HistoryWanted, next?: string): Promise<HistoryPage>;
  /**
   * A person's name and picture; null when the platform does not know them.
   * @param at a channel in which somebody picked them: we may never have heard of them elsewhere
   */
  findPerson(person: PersonRef, at?: string): Promise<Person | null>;
  /**
   * Asked anew each time: whoever is no admin any more is none at once. Absent where people have no such standing.
   * @param at the channel in which an order was given, by them or about them: some have their standing there alone
   */
  findStanding?(person: PersonRef, at?: string): Promise<Standing>;
}
