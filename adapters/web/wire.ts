import type { Card } from '../../src/chat/card.ts';
import type { RichText } from '../../src/chat/rich-text.ts';

/** What goes between the server and its pages. Types alone: the pages import them, too. */

/** A message as a page shows it. Times are ISO 8601. */
export interface WireEntry {
  readonly channelId: string;
  readonly messageId: string;
  readonly threadId: string | null;
  /** Its place in the channel. */
  readonly number: number;
  readonly version: number;
  /** Without a name: the product speaks for itself. */
  readonly author: {
    readonly kind: 'person' | 'product';
    readonly userId: string | null;
    readonly name: string | null;
  };
  readonly content:
    | { readonly kind: 'text'; readonly text: RichText }
    | { readonly kind: 'card'; readonly card: Card; readonly summary: string }
    | { readonly kind: 'file'; readonly file: WireFile };
  readonly announce: boolean;
  readonly visibleTo: string | null;
  readonly saidAt: string | null;
  readonly postedAt: string;
  readonly isEdited: boolean;
  /** It stands there no more, and has no words left. */
  readonly isRemoved: boolean;
  /** Who put which emoji there; null: the product, on behalf of others. */
  readonly reactions: readonly { readonly emoji: string; readonly userIds: readonly (string | null)[] }[];
}

/** A file as a page shows it. */
export interface WireFile {
  readonly name: string;
  readonly bytes: number | null;
  /** Null for one that was left out. */
  readonly url: string | null;
}

/** From a page, over /sandbox/feed: which channels it shows, and which version of each it has seen. */
export interface WireWatch {
  readonly kind: 'watch';
  readonly channels: Readonly<Record<string, number>>;
}

/** From a page, over /sandbox/feed: somebody writes there, or has stopped. */
export interface WireTyping {
  readonly kind: 'typing';
  readonly channelId: string;
  readonly threadId: string | null;
  readonly userId: string;
  readonly isTyping: boolean;
}

export type WireFromPage = WireWatch | WireTyping;

/** To a page, over /sandbox/feed. */
export type WireNews =
  /** What has changed in a channel, oldest change first. Its last version is what the page has seen then. */
  | { readonly kind: 'entries'; readonly channelId: string; readonly entries: readonly WireEntry[] }
  /** To be shown in this thread for a few seconds. */
  | (WireTyping & { readonly name: string })
  | { readonly kind: 'error'; readonly message: string };

/** POST /sandbox/messages. The same `clientId` says it once, however often it is sent. */
export interface WireSay {
  readonly userId: string;
  readonly channelId: string;
  readonly threadId: string | null;
  readonly clientId: string;
  readonly text: string;
}

/** POST /sandbox/edits: somebody changes what they said. The same `clientId` does it once, as in all of these. */
export interface WireEdit {
  readonly userId: string;
  readonly channelId: string;
  readonly messageId: string;
  readonly clientId: string;
  readonly text: string;
}

/** POST /sandbox/deletions: somebody takes back what they said. */
export type WireDelete = Omit<WireEdit, 'text'>;

/** POST /sandbox/reactions: somebody puts an emoji on a message, or takes theirs off. */
export interface WireReact extends WireDelete {
  readonly emoji: string;
  readonly isOn: boolean;
}

/** POST /sandbox/actions: a click on a card. */
export interface WireAct {
  readonly userId: string;
  readonly channelId: string;
  readonly messageId: string;
  readonly clientId: string;
  readonly action: string;
  readonly choice: string | null;
}

/** The answer to an action. */
export interface WireTold {
  /** What only whoever clicked is told; null when the card says all. */
  readonly say: string | null;
}
