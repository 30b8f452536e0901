import { columns } from '../../storage/columns.ts';
import { table } from '../../storage/table.ts';
import type { Agent } from './agent.ts';

export const AgentSchema = table<Agent>({
  name: 'agent',
  columns: {
    id: columns.id(),
    name: columns.prose(200),
    email: columns.key(190),
    specialties: columns.json(),
    isAvailable: columns.flag(),
    availableSince: columns.time({ nullable: true }),
    capacity: columns.whole({ nullable: true }),
    platform: columns.key(20, { nullable: true }),
    workspaceId: columns.key(100, { nullable: true }),
    userId: columns.key(190, { nullable: true }),
    lastAssignedAt: columns.time({ nullable: true }),
    createdAt: columns.time(),
  },
  indices: [
    { name: 'agent_email', columns: ['email'], unique: true },
    { name: 'agent_account', columns: ['platform', 'userId'], unique: true },
  ],
});
