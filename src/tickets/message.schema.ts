import { storedText } from '../chat/rich-text/stored-text.ts';
import { columns } from '../storage/columns.ts';
import { table } from '../storage/table.ts';
import type { Message } from './message.ts';

export const MessageSchema = table<Message>({
  name: 'message',
  columns: {
    id: columns.id(),
    ticketId: columns.whole(),
    number: columns.whole(),
    side: columns.key(10),
    visibility: columns.key(10),
    agentId: columns.whole({ nullable: true }),
    authorWorkspaceId: columns.key(100, { nullable: true }),
    authorId: columns.key(190, { nullable: true }),
    platform: columns.key(20, { nullable: true }),
    channelId: columns.key(190, { nullable: true }),
    nativeId: columns.key(190, { nullable: true }),
    text: columns.json({ read: storedText }),
    saidAt: columns.time(),
    position: columns.whole(),
    createdAt: columns.time(),
    version: { ...columns.whole(), default: 0 },
    wordsVersion: { ...columns.whole(), default: 0 },
    revision: { ...columns.whole(), default: 0 },
    deletedAt: columns.time({ nullable: true }),
  },
  indices: [
    { name: 'message_number', columns: ['ticketId', 'number'], unique: true },
    { name: 'message_version', columns: ['ticketId', 'version'] },
    { name: 'message_origin', columns: ['platform', 'channelId', 'nativeId'], unique: true },
    { name: 'message_person', columns: ['platform', 'authorId', 'channelId', 'saidAt'] },
  ],
});
