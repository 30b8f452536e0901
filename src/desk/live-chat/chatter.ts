import { findAgentByEmail } from '../../assignment/agents/find-agent.ts';
import type { Chatter } from '../../chat/live-chat.ts';
import type { Member } from '../../directory/member.schema.ts';
import type { SignedIn } from '../../directory/sign-in/sign-in.ts';
import type { Reader } from '../../storage/unit.ts';
import { findTicket } from '../../tickets/find-ticket.ts';
import type { Ticket } from '../../tickets/ticket.ts';

/** How an agent is known in live chats, whichever of their accounts they write with. */
export const agentUserId = (agentId: number): string => `agent-${agentId}`;

/** A member as those who chat see them: whoever belongs to no merchant is on the agents' side. */
export async function toChatter(reader: Reader, { member, session }: SignedIn): Promise<Chatter> {
  const who = { name: member.name, sessionId: session.id, accountId: member.userId };
  if (member.merchantId !== null) return { ...who, userId: member.userId, userType: 'merchant' };
  const agent = await findAgentByEmail(reader, member.email);
  return { ...who, userId: agent ? agentUserId(agent.id) : member.userId, userType: 'agent' };
}

/** A ticket that a member may follow; null for any other. */
export async function findOwnTicket(reader: Reader, member: Member, ticketId: number): Promise<Ticket | null> {
  const ticket = await findTicket(reader, ticketId);
  return ticket && mayFollow(member, ticket) ? ticket : null;
}

/** A merchant's people follow their own merchant's tickets; everybody else who may sign in works for us. */
export const mayFollow = ({ merchantId }: Member, ticket: Ticket): boolean =>
  merchantId === null || merchantId === ticket.merchantId;
