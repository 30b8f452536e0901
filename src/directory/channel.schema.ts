import { columns } from '../storage/columns.ts';
import { table } from '../storage/table.ts';
import type { Channel } from './channel.ts';

export const ChannelSchema = table<Channel>({
  name: 'channel',
  columns: {
    id: columns.id(),
    platform: columns.key(20),
    workspaceId: columns.key(100),
    channelId: columns.key(190),
    role: columns.key(10),
    merchantId: columns.whole({ nullable: true }),
    mode: columns.key(10),
    lostAt: columns.time({ nullable: true }),
    foundAt: columns.time({ nullable: true }),
    createdAt: columns.time(),
  },
  indices: [
    { name: 'channel_place', columns: ['platform', 'channelId'], unique: true },
    { name: 'channel_role', columns: ['role', 'merchantId'] },
  ],
});
