import type { Agent } from '../../../src/assignment/agents/agent.ts';

/** An agent who is there, knows nothing in particular and takes any number of tickets. */
export const anAgent = (id: number, more: Partial<Agent> = {}): Agent => ({
  id,
  name: `Agent ${id}`,
  email: `agent${id}@example.com`,
  specialties: [],
  isAvailable: true,
  availableSince: null,
  capacity: null,
  platform: null,
  workspaceId: null,
  userId: null,
  lastAssignedAt: null,
  createdAt: new Date(0),
  ...more,
});
