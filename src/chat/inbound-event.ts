import type { PlatformName } from './address.ts';
import type { AttachedFile } from './file.ts';
import type { Form, FormErrors, FormValues } from './form.ts';
import type { OutgoingMessage } from './message.ts';
import type { RichText } from './rich-text.ts';

const MICROSECONDS = 1_000;

/** The `position` of what bears no finer time than a Date. */
export const positionOf = (at: Date): number => at.getTime() * MICROSECONDS;

interface Happened {
  /**
   * What happened, never which delivery brought it: a retry, a second workspace and a sweep of the history give the
   * same key. At most 190 characters.
   */
  readonly key: string;
  readonly platform: PlatformName;
  readonly workspaceId: string;
  readonly channelId: string;
  /** When it happened, by the platform's clock. */
  readonly at: Date;
}

/** A person said something. */
export interface MessageSaid extends Happened {
  readonly kind: 'message-said';
  readonly messageId: string;
  /** The native id of the thread's first message, when this is a reply. */
  readonly threadId?: string;
  /** When that first message was posted, where the platform tells. */
  readonly threadAt?: Date;
  readonly userId: string;
  readonly text: RichText;
  /** What is attached to it, in order. Absent where there is nothing. */
  readonly files?: readonly AttachedFile[];
  /** Our bot was addressed by name. */
  readonly mentionsBot: boolean;
  /** Order within the channel by the platform's word: microseconds since 1970. */
  readonly position: number;
  /** Where these are not the first words: when they were written, as `MessageEdited` has it. */
  readonly revision?: number;
}

/** A person changed what they had said, or brought back what they had deleted. */
export interface MessageEdited extends Happened {
  readonly kind: 'message-edited';
  /** What it says now. Its own key is the one with which the message first came. */
  readonly said: MessageSaid;
  /** Order among all that happens to one message, by the platform's word: microseconds since 1970. */
  readonly revision: number;
}

/** What a person had said was taken away. */
export interface MessageDeleted extends Happened {
  readonly kind: 'message-deleted';
  /** The key with which the message first came. */
  readonly saidKey: string;
  readonly messageId: string;
  readonly threadId?: string;
  /** As that of an edit. */
  readonly revision: number;
}

interface Reacted extends Happened {
  readonly messageId: string;
  readonly userId: string;
  /** The Unicode emoji, or the platform's short name where there is none. */
  readonly emoji: string;
  /** Order among what one person does with one emoji, by the platform's word: microseconds since 1970. */
  readonly revision: number;
}

/** A person reacted to a message. */
export interface ReactionAdded extends Reacted {
  readonly kind: 'reaction-added';
}

/** A person took a reaction back. */
export interface ReactionRemoved extends Reacted {
  readonly kind: 'reaction-removed';
}

/** We cannot post into a channel any more: it is gone, or we were removed from it. */
export interface ChannelLost extends Happened {
  readonly kind: 'channel-lost';
}

/** We were let into a channel, perhaps once more, or it was brought back. */
export interface ChannelFound extends Happened {
  readonly kind: 'channel-found';
  /** Somebody brought our bot into it. */
  readonly wasInvited: boolean;
}

/** Our app was taken out of a workspace: nothing of ours can be done there, until it is let in again. */
export interface WorkspaceLost extends Omit<Happened, 'channelId'> {
  readonly kind: 'workspace-lost';
  /** Which installation it was, as `Installed` has it. */
  readonly serial: number;
}

/** A post of ours was seen on the platform: the receipt for its delivery key. */
export interface PostSeen extends Happened {
  readonly kind: 'post-seen';
  readonly messageId: string;
  readonly threadId?: string;
  readonly deliveryKey: string;
}

/** A file that we uploaded was seen on the platform: the receipt for the delivery that shared it. */
export interface FileSeen extends Happened {
  readonly kind: 'file-seen';
  readonly messageId: string;
  readonly threadId?: string;
  /** As `upload` gave it. */
  readonly uploadId: string;
}

interface Acted {
  readonly kind: 'action-taken';
  readonly userId: string;
  /** As the card gave it. */
  readonly action: string;
  /** The value of the option that was chosen. */
  readonly choice?: string;
}

/** A person clicked a button of a post of ours, or chose from a list in it. */
export interface ActionOnPost extends Happened, Acted {
  /** The post that bears it. */
  readonly messageId: string;
}

/** The same in the person's home. */
export type ActionAtHome = Omit<Happened, 'channelId'> & Acted;

export type ActionTaken = ActionOnPost | ActionAtHome;

/** A person looks at the place that our app has for them alone. */
export interface HomeOpened extends Omit<Happened, 'channelId'> {
  readonly kind: 'home-opened';
  readonly userId: string;
}

/** A person gave an order: `/desk merchant Acme`. */
export interface CommandGiven extends Happened {
  readonly kind: 'command-given';
  /** Its first word, without the sign that the platform wants before it: `desk`. */
  readonly name: string;
  /** The rest of it. */
  readonly text: RichText;
  readonly userId: string;
  /** The key with which it would have come as words, where it was a message: an edit of that is none of new words. */
  readonly saidKey?: string;
  readonly threadId?: string;
  /** It was given in a conversation between few people, which is nobody's channel. */
  readonly isDirect: boolean;
  /** The same as words, where nothing but they themselves says that they are an order: they may be meant for others. */
  readonly said?: MessageSaid;
}

/** A person asked for something about a message, from the message's own menu. */
export interface ShortcutUsed extends Happened {
  readonly kind: 'shortcut-used';
  /** Our own word for what they asked for. */
  readonly name: string;
  readonly userId: string;
  readonly messageId: string;
  readonly threadId?: string;
  /** What the message says. */
  readonly text: RichText;
}

/** A person sent what they filled in. The form stays where it is until it is answered. */
export interface FormSubmitted extends Omit<Happened, 'channelId'> {
  readonly kind: 'form-submitted';
  readonly userId: string;
  /** One form that was opened once: the same each time it is sent. */
  readonly formId: string;
  /** As the form gave them. */
  readonly action: string;
  readonly context: string;
  readonly values: FormValues;
}

/** A person writes in a thread, or has stopped. It has no key: it is passed on at once or not at all. */
export interface TypingChanged extends Omit<Happened, 'key'> {
  readonly kind: 'typing-changed';
  readonly threadId: string;
  readonly userId: string;
  readonly isTyping: boolean;
}

/** The platform told of a kind of thing that this version does not know: its effects are nothing but a number and a line. */
export interface UnknownEvent {
  readonly kind: 'unknown';
  readonly platform: PlatformName;
  /** The platform's name for it, at most 80 characters. */
  readonly type: string;
}

export type InboundEvent =
  | MessageSaid
  | MessageEdited
  | MessageDeleted
  | ReactionAdded
  | ReactionRemoved
  | ChannelLost
  | ChannelFound
  | WorkspaceLost
  | PostSeen
  | FileSeen
  | ActionTaken
  | HomeOpened
  | CommandGiven
  | ShortcutUsed
  | FormSubmitted
  | TypingChanged
  | UnknownEvent;

/** What the adapter shows in the platform's own response, computed from the present state, also for a repeat. */
export type Answer =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'say-privately'; readonly text: string }
  /** To a command, a click or a shortcut: they see this form now. */
  | { readonly kind: 'open-form'; readonly form: Form }
  /** To a form: it stays open and shows at each input what is wrong. */
  | { readonly kind: 'form-errors'; readonly errors: FormErrors }
  /** The post that was acted on shows this from now on. */
  | { readonly kind: 'show'; readonly message: OutgoingMessage };

export const NOTHING: Answer = { kind: 'nothing' };
