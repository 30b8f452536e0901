import type { PlatformName } from '../chat/address.ts';
import { columns } from '../storage/columns.ts';
import { table } from '../storage/table.ts';
import type { Message } from './message.ts';

/** In the browser's live chat, which is a conversation of neither side alone. */
export const LIVE = 'live';

/** One person's emoji on a message, put there or taken off again. */
export interface EmojiReaction {
  readonly id: number;
  readonly messageId: number;
  /** Where it was put: on which side of the ticket, on the message itself or on its copy; or in its live chat. */
  readonly side: Message['side'] | typeof LIVE;
  readonly platform: PlatformName;
  readonly workspaceId: string;
  readonly userId: string;
  readonly emoji: string;
  /** False: taken off. The row stays, so that a putting on that comes late is known to be older. */
  readonly isOn: boolean;
  /** When, by the platform's word: microseconds since 1970. */
  readonly revision: number;
}

export const ReactionSchema = table<EmojiReaction>({
  name: 'reaction',
  columns: {
    id: columns.id(),
    messageId: columns.whole(),
    side: columns.key(10),
    platform: columns.key(20),
    workspaceId: columns.key(100),
    userId: columns.key(190),
    emoji: columns.key(100),
    isOn: columns.flag(),
    revision: columns.whole(),
  },
  indices: [{ name: 'reaction_person', columns: ['messageId', 'side', 'emoji', 'platform', 'userId'], unique: true }],
});
