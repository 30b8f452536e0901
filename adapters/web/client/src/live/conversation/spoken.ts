import { plain, type RichText } from '../../../../../../src/chat/rich-text.ts';
import type { ShownFile, ShownMessage, ShownReaction } from '../../../../live/live-protocol.ts';
import { isInternal } from '../../messages/internal.ts';
import type { Change } from '../room/change.ts';
import type { RoomState } from '../room/room-state.ts';
import type { Unsent } from '../room/unsent.ts';
import { isAtDesk, type Member } from '../session/session.ts';

/** A message of the conversation, or what is to become one. */
export interface Spoken {
  /** The same before and after it has come back. */
  readonly key: string;
  readonly who: string;
  readonly name: string;
  readonly side: 'merchant' | 'agent';
  readonly at: string;
  readonly text: RichText;
  readonly files: readonly ShownFile[];
  readonly isInternal: boolean;
  readonly isEdited: boolean;
  /** In its ticket; null until it has come back. */
  readonly number: number | null;
  /** The reader said it here, and can edit and delete it. */
  readonly isOwn: boolean;
  readonly reactions: readonly ShownReaction[];
  /** What the reader wants done with it and is on its way, or was refused. */
  readonly changes: readonly Change[];
  /** Only until it has come back. */
  readonly unsent?: Unsent;
}

/** What has come, then what is on its way. */
export function toSpoken({ messages, unsent, me, changes }: RoomState, member: Member): Spoken[] {
  return [
    ...messages.map((one) => fromMessage(one, me, changes)),
    ...unsent.map((one) => fromUnsent(one, me ?? member.userId, member)),
  ];
}

function fromMessage(
  { number, clientId, senderId, senderName, senderType, ...message }: ShownMessage,
  me: string | null,
  changes: readonly Change[],
): Spoken {
  return {
    key: clientId ?? String(number),
    who: senderId,
    name: senderName,
    side: senderType,
    at: message.timestamp,
    text: message.rich ?? (message.content === '' ? [] : plain(message.content)),
    files: message.files ?? [],
    isInternal: message.isInternal ?? false,
    isEdited: message.editedAt !== undefined,
    number,
    // What one said elsewhere has no such id.
    isOwn: senderId === me && clientId !== undefined,
    reactions: message.reactions ?? [],
    changes: changes.filter(({ frame }) => frame.number === number),
  };
}

function fromUnsent(unsent: Unsent, who: string, member: Member): Spoken {
  return {
    key: unsent.clientId,
    who,
    name: member.name,
    side: isAtDesk(member) ? 'agent' : 'merchant',
    at: unsent.at,
    // As it was typed: what is markup in it, the server says.
    text: plain(unsent.content),
    files: [],
    isInternal: isAtDesk(member) && isInternal(unsent.content),
    isEdited: false,
    number: null,
    isOwn: false,
    reactions: [],
    changes: [],
    unsent,
  };
}
