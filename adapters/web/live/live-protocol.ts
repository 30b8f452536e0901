import { z } from 'zod';
import type { Chatter, LiveMessage } from '../../../src/chat/live-chat.ts';
import { isPlain, type RichText } from '../../../src/chat/rich-text.ts';
import { emoji } from '../emoji.ts';

/** Why a live-chat socket is closed by us, beside what RFC 6455 and `open-doors` have. */
export const NO_TOKEN = 4001;
export const BAD_TOKEN = 4003;

const LONGEST_TEXT = 16_000;

const content = z.string().trim().min(1).max(LONGEST_TEXT);
const clientId = z.string().regex(/^[\w-]{8,64}$/);
/** A message's, in its ticket. */
const number = z.number().int().positive();
const ticketId = z.number().int().positive();
/** The last version that a page has seen: what came after it follows. Without it, the latest messages. */
const after = z.number().int().min(0).optional();

/** What a page sends. */
export const fromClient = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('chat_message'),
    content,
    /** The same says it once, however often it is sent. */
    clientId: clientId.optional(),
    attachments: z.array(z.unknown()).max(0, 'Files cannot be sent here yet.').optional(),
  }),
  z.strictObject({ type: z.literal('join_ticket'), ticketId, after }),
  z.strictObject({ type: z.literal('leave_ticket') }),
  z.strictObject({ type: z.literal('typing_indicator'), isTyping: z.boolean() }),
  /* What is sent with a `clientId` is answered with it. */
  z.strictObject({ type: z.literal('edit_message'), number, content, clientId: clientId.optional() }),
  z.strictObject({ type: z.literal('delete_message'), number, clientId: clientId.optional() }),
  z.strictObject({ type: z.literal('react'), number, emoji, isOn: z.boolean(), clientId: clientId.optional() }),
]);

export type FromClient = z.output<typeof fromClient>;

/** What is done with a message that stands there. */
export type ChangeFrame = Extract<FromClient, { type: 'edit_message' | 'delete_message' | 'react' }>;

type UserType = 'merchant' | 'agent';

export interface ShownReaction {
  /** Or a short name that only some workspace knows. */
  readonly emoji: string;
  readonly count: number;
  /** The reader has put it there in a live chat. */
  readonly mine: boolean;
}

export interface ShownFile {
  readonly name: string;
  readonly bytes: number | null;
  /** Where it can be read, for a day; null for one that was left out. */
  readonly url: string | null;
}

export interface ShownMessage {
  readonly id: number;
  readonly number: number;
  /** Grows with each change in the ticket; a page that was away names the last that it has seen. */
  readonly version: number;
  readonly senderId: string;
  readonly senderType: UserType;
  readonly senderName: string;
  /** As it is seen without its formatting. */
  readonly content: string;
  /** The same with it, as mdast (github.com/syntax-tree/mdast); left out where there is none. */
  readonly rich?: RichText;
  readonly timestamp: string;
  /** Its words are not its first: when it got them. */
  readonly editedAt?: string;
  readonly ticketId: number;
  /** What the page that said it called it. */
  readonly clientId?: string;
  /** True for a note that only agents see; they alone are sent it. */
  readonly isInternal?: true;
  /** Left out where there are none, as reactions are. */
  readonly files?: readonly ShownFile[];
  readonly reactions?: readonly ShownReaction[];
}

/** What a page is sent. */
export type ToClient =
  | {
      readonly type: 'connection_established';
      readonly clientId: string;
      readonly userId: string;
      readonly userType: UserType;
    }
  | { readonly type: 'recent_messages'; readonly ticketId: number; readonly messages: readonly ShownMessage[] }
  /** Something was said, or the message of that number says something else now, or bears other reactions. */
  | { readonly type: 'chat_message'; readonly message: ShownMessage }
  /** The message of that number stands there no more, if it did. */
  | {
      readonly type: 'message_deleted';
      readonly ticketId: number;
      readonly number: number;
      readonly version: number;
      /** What the page that said it called it. */
      readonly clientId?: string;
    }
  /** What this page asked for with this `clientId` is done. What has changed by it comes to everybody. */
  | { readonly type: 'change_taken'; readonly clientId: string }
  | {
      readonly type: 'typing_indicator';
      readonly userId: string;
      readonly userType: UserType;
      readonly userName: string;
      readonly isTyping: boolean;
    }
  | {
      readonly type: 'user_joined';
      readonly userId: string;
      readonly userType: UserType;
      readonly userName: string;
    }
  | { readonly type: 'user_left'; readonly userId: string; readonly userType: UserType }
  /** With a `clientId`: what was sent under it was not taken. */
  | { readonly type: 'error'; readonly message: string; readonly clientId?: string };

/** A message as one who chats is shown it. */
export function show(
  { timestamp, isInternal, clientId, rich, editedAt, isDeleted, changedIn, files, reactions, ...message }: LiveMessage,
  { accountId }: Pick<Chatter, 'accountId'>,
): ShownMessage {
  return {
    ...message,
    timestamp: timestamp.toISOString(),
    ...(!isPlain(rich) && { rich }),
    ...(editedAt !== null && { editedAt: editedAt.toISOString() }),
    ...(clientId !== null && { clientId }),
    ...(isInternal && { isInternal }),
    ...(files.length > 0 && { files }),
    ...(reactions.length > 0 && {
      reactions: reactions.map(({ emoji: what, count, accountIds }) => ({
        emoji: what,
        count,
        mine: accountIds.includes(accountId),
      })),
    }),
  };
}
