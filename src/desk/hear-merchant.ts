import { findAgentByAccount } from '../assignment/agents/find-agent.ts';
import type { MessageSaid } from '../chat/inbound-event.ts';
import { visibleText } from '../chat/rich-text.ts';
import { withoutMentions } from '../chat/rich-text/leaves.ts';
import { ChannelSchema } from '../directory/channel.schema.ts';
import type { Channel } from '../directory/channel.ts';
import { findTicketOf, isElsewhere, type Place } from '../relay/find-ticket-of.ts';
import type { Unit } from '../storage/unit.ts';
import { addMessage } from '../tickets/add-message.ts';
import { findMessageAt, findOpenTicketOf, findRecentTicket } from '../tickets/find-ticket.ts';
import { lockSurvivor } from '../tickets/merge-ticket.ts';
import { openTicket } from '../tickets/open-ticket.ts';
import { smallTalk, type SmallTalk } from '../tickets/small-talk.ts';
import { isOpen } from '../tickets/ticket-status.ts';
import { requestOf, type Ticket } from '../tickets/ticket.ts';
import type { DeskDeps } from './desk-deps.ts';
import { isLongClosed } from './long-closed.ts';
import { saidBy, takeByReply } from './said.ts';

/**
 * A message in a merchant's channel.
 * 1. The channel's row is locked: two replicas agree on what joins what.
 * 2. A reply belongs to its thread's ticket.
 * 3. More by the same author within two minutes joins their ticket, and so does a greeting or a thank-you.
 * 4. What the channel's mode calls a request opens a ticket. A reply in a thread that no ticket knows counts as one:
 *    its thread may have begun before we came, or its first message may still be on its way.
 * A conversation that goes on as one thread is its ticket's while that is open. Then it counts as in 4. what is said, and
 * goes on with that ticket as a late reply does.
 *
 * @param asked somebody asked for a ticket with a reaction, whatever the channel's mode
 */
export async function hearMerchant(
  deps: DeskDeps,
  unit: Unit,
  channel: Channel,
  event: MessageSaid,
  asked = false,
): Promise<void> {
  await unit.lock(ChannelSchema, { id: channel.id });
  const { platform, channelId, messageId } = event;
  // A reaction may have brought it before, or a sweep of the history.
  if (await findMessageAt(unit, platform, channelId, messageId)) return;
  const place = await findTicketOf(unit, platform, channelId, event.threadId ?? messageId);
  if (place) {
    const ticket = await lockSurvivor(unit, place.ticketId);
    if (isOver(deps, event, ticket) && !(await beginsAnew(unit, channel, event, asked))) return;
    return replyInThread(deps, unit, channel, event, place, ticket);
  }
  // Agents may talk in a merchant's channel without asking for help.
  if (await findAgentByAccount(unit, event)) return;
  const joined = await ticketToJoin(deps, unit, event);
  if (joined) return join(deps, unit, joined.id, event);
  if (asked || asksForHelp(channel, event)) await open(deps, unit, channel, event, null);
}

const asksForHelp = (channel: Channel, event: MessageSaid): boolean => !isSmallTalk(event) && isForUs(channel, event);

const isForUs = ({ mode }: Channel, { mentionsBot }: MessageSaid): boolean =>
  mode === 'auto' || (mode === 'mention' && mentionsBot);

/** Nobody chooses to reply where all is one thread: that it is a ticket's says nothing once the ticket is done. */
const isOver = ({ platforms }: DeskDeps, { platform, channelId, threadId }: MessageSaid, { status }: Ticket): boolean =>
  threadId !== undefined && threadId === platforms.get(platform)?.abilities.oneThread?.(channelId) && !isOpen(status);

/** A thank-you still reaches those who helped, and reopens nothing. */
async function beginsAnew(unit: Unit, channel: Channel, event: MessageSaid, asked: boolean): Promise<boolean> {
  if (await findAgentByAccount(unit, event)) return false;
  return asked || asksForHelp(channel, event) || (isForUs(channel, event) && isThanks(event));
}

/** The author's ticket that this message goes on with. A reply goes on with its thread alone. */
function ticketToJoin({ settings }: DeskDeps, unit: Unit, event: MessageSaid): Promise<Ticket | null> {
  const { platform, channelId, userId: authorId } = event;
  if (event.threadId !== undefined) return Promise.resolve(null);
  const author = { platform, channelId, authorId };
  if (isSmallTalk(event)) return findOpenTicketOf(unit, author);
  return findRecentTicket(unit, author, event.at, settings.groupingMs);
}

/** Whoever sends a file along says more than that. */
const smallTalkOf = ({ text, files }: MessageSaid): SmallTalk | null =>
  files === undefined ? smallTalk(visibleText(withoutMentions(text))) : null;

const isSmallTalk = (event: MessageSaid): boolean => smallTalkOf(event) !== null;

const isThanks = (event: MessageSaid): boolean => smallTalkOf(event) === 'thanks';

async function join(deps: DeskDeps, unit: Unit, ticketId: number, event: MessageSaid): Promise<void> {
  const ticket = await lockSurvivor(unit, ticketId);
  await addMessage(deps.tickets, unit, ticket, merchantSaid(event, false));
}

/** Agents may answer in the merchant's thread too: their words cross to the desk like everybody's. */
async function replyInThread(
  deps: DeskDeps,
  unit: Unit,
  channel: Channel,
  event: MessageSaid,
  place: Place,
  ticket: Ticket,
): Promise<void> {
  const agent = await findAgentByAccount(unit, event);
  const thanks = isThanks(event);
  if (!agent && !thanks && isLongClosed(deps, ticket, event.at)) return open(deps, unit, channel, event, ticket);
  const thread = { ...event, threadId: event.threadId ?? event.messageId };
  const how = {
    side: 'merchant',
    visibility: 'public',
    reopens: !thanks,
    isElsewhere: await isElsewhere(unit, ticket.id, place, thread),
  } as const;
  const said = saidBy(agent, event, how);
  const taken = agent ? await takeByReply(deps, unit, ticket, agent, said) : ticket;
  await addMessage(deps.tickets, unit, taken, said);
}

const merchantSaid = (event: MessageSaid, reopens: boolean) =>
  saidBy(null, event, { side: 'merchant', visibility: 'public', reopens });

/** @param before the closed ticket in whose thread the merchant asks again */
async function open(
  deps: DeskDeps,
  unit: Unit,
  channel: Channel,
  event: MessageSaid,
  before: Ticket | null,
): Promise<void> {
  const { merchantId, platform, workspaceId, channelId } = channel;
  if (merchantId === null) return;
  const wanted = {
    ...requestOf({ text: event.text, deletedAt: null }, event.files),
    source: event.platform,
    merchantId,
    continuesId: before?.id ?? null,
  };
  const askedIn = { platform, workspaceId, channelId, threadId: event.threadId ?? event.messageId };
  await openTicket(deps.tickets, unit, wanted, merchantSaid(event, false), { askedIn });
}
