import { findAgentByEmail } from '../../assignment/agents/find-agent.ts';
import { acceptByReply } from '../../assignment/offers/answer-offer.ts';
import { positionOf } from '../../chat/inbound-event.ts';
import { visibleText, type RichText } from '../../chat/rich-text.ts';
import { WEB_WORKSPACE } from '../../chat/web-workspace.ts';
import type { Member } from '../../directory/member.schema.ts';
import { scopeOf } from '../../directory/scope.ts';
import { forbidden } from '../../errors.ts';
import type { Unit } from '../../storage/unit.ts';
import { actorOf, addMessage, type Said } from '../../tickets/add-message.ts';
import { checkGoesOn } from '../../tickets/change-ticket.ts';
import { findMessageAt, lockOwnTicket } from '../../tickets/find-ticket.ts';
import { beginsInternal } from '../../tickets/internal-mark.ts';
import { liveOrigin } from '../../tickets/live-origin.ts';
import { smallTalk } from '../../tickets/small-talk.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { checkIsOpenTo } from './check-is-open.ts';

export interface LiveWords {
  readonly member: Member;
  readonly clientId: string;
  readonly text: RichText;
}

/**
 * Adds what somebody said in the browser to a ticket that they may follow. Once more is the same as once.
 * @returns its version if it was said before; null when this is the first time
 * @throws AppError
 */
export async function sayLive(
  deps: DeskDeps,
  unit: Unit,
  ticketId: number,
  { member, clientId, text }: LiveWords,
): Promise<number | null> {
  const ticket = await lockOwnTicket(unit, scopeOf(member), ticketId);
  const origin = liveOrigin(ticketId, member.userId, clientId);
  const before = await findMessageAt(unit, origin.platform, origin.channelId, origin.nativeId);
  if (before) return before.version;
  checkGoesOn(ticket);
  checkIsOpenTo(deps, member, ticket);
  const agent = await findSpeakingAgent(unit, member);
  const said = {
    ...wordsOf(member, text),
    ...timesOf(deps.clock.now()),
    speaker: { agentId: agent?.id ?? null, account: { ...WEB_WORKSPACE, userId: member.userId } },
    origin,
  };
  const reply = { isPublic: said.visibility === 'public', by: actorOf(said) };
  const taken = agent ? await acceptByReply(deps.assignment, unit, ticket, agent, reply) : ticket;
  await addMessage(deps.tickets, unit, taken, said);
  return null;
}

/** Null for a merchant's person. @throws AppError `forbidden` for somebody of ours who is no agent */
async function findSpeakingAgent(unit: Unit, { merchantId, email }: Member) {
  if (merchantId !== null) return null;
  const agent = await findAgentByEmail(unit, email);
  if (!agent) throw forbidden('Only agents can answer here. Ask an admin to add you as one, with the same e-mail.');
  return agent;
}

function wordsOf({ merchantId }: Member, text: RichText): Pick<Said, 'side' | 'visibility' | 'text' | 'reopens'> {
  const seen = visibleText(text);
  if (merchantId === null) {
    return { side: 'agent', visibility: beginsInternal(seen) ? 'internal' : 'public', text, reopens: false };
  }
  return { side: 'merchant', visibility: 'public', text, reopens: smallTalk(seen) !== 'thanks' };
}

const timesOf = (saidAt: Date): Pick<Said, 'saidAt' | 'position'> => ({
  saidAt,
  position: positionOf(saidAt),
});
