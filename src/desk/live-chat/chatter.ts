import { findAgentByEmail } from '../../assignment/agents/find-agent.ts';
import type { Chatter } from '../../chat/live-chat.ts';
import type { SignedIn } from '../../directory/sign-in/sign-in.ts';
import type { Reader } from '../../storage/unit.ts';

/** How an agent is known in live chats, whichever of their accounts they write with. */
export const agentUserId = (agentId: number): string => `agent-${agentId}`;

/** A member as those who chat see them: whoever belongs to no merchant is on the agents' side. */
export async function toChatter(reader: Reader, { member, session }: SignedIn): Promise<Chatter> {
  const who = { name: member.name, sessionId: session.id, accountId: member.userId };
  if (member.merchantId !== null) return { ...who, userId: member.userId, userType: 'merchant' };
  const agent = await findAgentByEmail(reader, member.email);
  return { ...who, userId: agent ? agentUserId(agent.id) : member.userId, userType: 'agent' };
}
