import type { EntryReaction } from '../../chat/history.ts';
import type { OutgoingContent } from '../../chat/message.ts';
import { storedContent } from '../../chat/rich-text/stored-text.ts';
import { columns } from '../../storage/columns.ts';
import { table } from '../../storage/table.ts';

/** An entry of a history, as it is kept. */
export interface EntryRow {
  readonly id: number;
  readonly channelId: string;
  readonly messageId: string;
  readonly threadId: string | null;
  readonly number: number;
  readonly version: number;
  /** The person who said it; null for what the product posted. */
  readonly userId: string | null;
  readonly authorName: string | null;
  readonly authorAvatarUrl: string | null;
  readonly deliveryKey: string | null;
  readonly content: OutgoingContent;
  readonly announce: boolean;
  readonly visibleTo: string | null;
  readonly saidAt: Date | null;
  readonly postedAt: Date;
  readonly isEdited: boolean;
  /** Since when it stands there no more. The row stays, so that whoever shows it is told. */
  readonly removedAt: Date | null;
  /** Null: nobody has reacted yet. */
  readonly reactions: readonly EntryReaction[] | null;
}

export const EntrySchema = table<EntryRow>({
  name: 'entry',
  columns: {
    id: columns.id(),
    channelId: columns.key(190),
    messageId: columns.key(190),
    threadId: columns.key(190, { nullable: true }),
    number: columns.whole(),
    version: columns.whole(),
    userId: columns.key(190, { nullable: true }),
    authorName: columns.prose(200, { nullable: true }),
    authorAvatarUrl: columns.prose(1_000, { nullable: true }),
    deliveryKey: columns.key(190, { nullable: true }),
    content: columns.json({ read: storedContent }),
    announce: columns.flag(),
    visibleTo: columns.key(190, { nullable: true }),
    saidAt: columns.time({ nullable: true }),
    postedAt: columns.time(),
    isEdited: columns.flag(),
    removedAt: columns.time({ nullable: true }),
    reactions: columns.json({ nullable: true }),
  },
  indices: [
    { name: 'entry_message', columns: ['channelId', 'messageId'], unique: true },
    { name: 'entry_version', columns: ['channelId', 'version'], unique: true },
    { name: 'entry_delivery', columns: ['deliveryKey'], unique: true },
  ],
});

/** How far a channel's history has come. Its row is held while an entry is written: versions commit in order. */
export interface ChannelVersion {
  readonly channelId: string;
  readonly version: number;
}

export const ChannelVersionSchema = table<ChannelVersion>({
  name: 'channel_version',
  columns: { channelId: columns.key(190, { primary: true }), version: columns.whole() },
});
