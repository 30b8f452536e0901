import { columns } from '../storage/columns.ts';
import { table } from '../storage/table.ts';
import type { Conversation } from './conversation.ts';

export const ConversationSchema = table<Conversation>({
  name: 'conversation',
  columns: {
    id: columns.id(),
    platform: columns.key(20),
    workspaceId: columns.key(100),
    channelId: columns.key(190, { nullable: true }),
    threadId: columns.key(190, { nullable: true }),
    personId: columns.key(190, { nullable: true }),
  },
  indices: [
    { name: 'conversation_thread', columns: ['platform', 'channelId', 'threadId'], unique: true },
    { name: 'conversation_person', columns: ['platform', 'workspaceId', 'personId'], unique: true },
  ],
});
