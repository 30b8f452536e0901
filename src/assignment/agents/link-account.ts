import type { PersonRef } from '../../chat/address.ts';
import type { Unit } from '../../storage/unit.ts';
import { AgentSchema } from './agent.schema.ts';

/** Gives an agent who has none the account with which they are written to. */
export async function linkAccount(
  unit: Unit,
  agentId: number,
  { platform, workspaceId, userId }: PersonRef,
): Promise<void> {
  await unit.update(AgentSchema, { id: agentId }, { platform, workspaceId, userId });
}
