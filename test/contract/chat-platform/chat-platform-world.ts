import type { Address, MessageRef, Person, PersonRef } from '../../../src/chat/address.ts';
import type { ChatPlatform } from '../../../src/chat/chat-platform.ts';

/** How the platform's next call ends: refused in one of its ways, or without an answer. */
export type Trouble =
  | { readonly refusal: 'rate-limited'; readonly retryAfterMs: number }
  | { readonly refusal: 'unauthorized' | 'gone' | 'rejected' | 'transient' }
  | { readonly lost: 'done' | 'not done' };

export type Verb = 'post' | 'edit' | 'remove' | 'react' | 'findDelivered' | 'openDirect' | 'findPerson' | 'findMessage';

/** What a world cannot do, and why: the tests that need it are skipped, and bear that reason. */
export type Lacks = Partial<Record<'events' | 'faults' | 'history' | 'reactions' | 'reading', string>>;

/** A platform on the wire, with what the contract needs of its other end. */
export interface ChatPlatformWorld {
  /** Not started. */
  readonly platform: ChatPlatform;
  /** Two channels that we may post into. */
  readonly channel: Address;
  readonly otherChannel: Address;
  /** As `findPerson` should know them. */
  readonly person: Person;
  /** Whom and what the platform does not know. */
  readonly nobody: PersonRef;
  readonly nowhere: MessageRef;
  /** The person says something; resolves when the platform has tried to tell us. */
  say(text: string, to: Address): Promise<MessageRef>;
  /** The platform tells again what the person said last. @returns whether we took it */
  tellAgain(): Promise<boolean>;
  /** Whether we took what the person said last, at the first try. */
  wasTaken(): Promise<boolean>;
  /** What a reader sees: in a channel what is in no thread, in a thread its replies. In order. */
  shown(at: Address): Promise<readonly { readonly messageId: string; readonly text: string }[]>;
  /** The person changes what they said last, or takes it back; resolves as `say` does. */
  change(text: string): Promise<void>;
  takeBack(): Promise<void>;
  /** The person reacts, or takes their reaction back; resolves as `say` does. */
  react(to: MessageRef, emoji: string, isOn: boolean): Promise<void>;
  /** The emoji that stand on a message, and how many have put each there. */
  reactionsOn(at: MessageRef): Promise<readonly { readonly emoji: string; readonly count: number }[]>;
  /** The next request of that verb ends so. */
  trouble(verb: Verb, trouble: Trouble): Promise<void>;
  /** How many requests of that verb have come. */
  requests(verb: Verb): Promise<number>;
  close(): Promise<void>;
}
