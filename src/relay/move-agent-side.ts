import type { PersonRef } from '../chat/address.ts';
import { findPosts } from '../delivery/compose.ts';
import { laneOf, type Conversation } from '../delivery/conversation.ts';
import { findConversation, planThread } from '../delivery/find-conversation.ts';
import { addressOfChannel, type Channel } from '../directory/channel.ts';
import { findDeskAt } from '../directory/find-channel.ts';
import type { JobHandler } from '../jobs/job.ts';
import type { JobQueue } from '../jobs/worker.ts';
import type { Reader, Unit } from '../storage/unit.ts';
import { findMessageOf, findTicket } from '../tickets/find-ticket.ts';
import { findMergedInto } from '../tickets/merge-ticket.ts';
import type { Reaction } from '../tickets/ticket-events.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { queueCopies, standsInCard, type CopyDeps } from './copy-message.ts';
import { findSides, isDeadEnd, refreshDeskCards } from './find-sides.ts';
import { MERGED_STORY, mergedStoriesOf, postDeskCard } from './open-sides.ts';
import { queueHistory } from './queue-history.ts';
import { SideSchema, type Side } from './side.schema.ts';

/** Says in a thread that its ticket goes on elsewhere. */
export const MOVED_NOTE = 'moved-note';

export interface MovedPayload extends Record<string, unknown> {
  readonly ticketId: number;
  /** In which the ticket left the thread. */
  readonly epoch: number;
}

const movedNotesOf = (ticketId: number): string => `${MOVED_NOTE}:${ticketId}:`;

export const movedNoteKey = ({ ticketId, epoch }: MovedPayload): string => `${movedNotesOf(ticketId)}${epoch}`;

export const TELL_MOVED_JOB = 'tell-moved';

export interface MoveDeps extends CopyDeps {
  readonly jobs: JobQueue;
  /** Where an agent is written to. Agents live in a room that relay does not know. */
  readonly homeOfAgent: (reader: Reader, id: number) => Promise<PersonRef | null>;
}

/** Where whoever has a ticket is at home; null where nobody has it, and where they are written to nowhere. */
export const homeOfAssignee = async (
  { homeOfAgent, platforms }: Pick<MoveDeps, 'homeOfAgent' | 'platforms'>,
  reader: Reader,
  { assignedTo }: Pick<Ticket, 'assignedTo'>,
): Promise<PersonRef | null> => {
  const home = assignedTo === null ? null : await homeOfAgent(reader, assignedTo);
  return home && platforms.has(home.platform) ? home : null;
};

/**
 * Brings the agents' side to the desk where the one who has the ticket is at home, when it is not there yet, or stands in
 * a thread that could not be opened in a channel which is no desk any more.
 * 1. The ticket's row is held, so that each message is said before the move or after it: before it, its copy is on its
 *    way to the thread that was, and finishes there, and the history tells it in the new one; after it, its copy goes
 *    to the new one.
 * 2. A desk where the ticket has been before is gone back to: the same thread, with what was said meanwhile.
 * 3. Once the new thread stands, the old one is told where it is. It is no condition: a desk whose thread could not be
 *    opened, or is out of reach, must not hold back a ticket that leaves it.
 */
export async function moveAgentSide(deps: MoveDeps, unit: Unit, ticket: Ticket): Promise<void> {
  const sides = await findSides(unit, ticket.id, 'agent');
  const from = sides.at(-1);
  const home = await homeOfAssignee(deps, unit, ticket);
  if (!from || !home) return;
  const at = await findConversation(unit, from.conversationId);
  if (isAt(at, home) && !(await isDeadEnd(unit, sides, from))) return;
  const desk = await findDeskAt(unit, ticket.merchantId, home);
  // A card that this desk refused waits there for somebody who retries it.
  if (!desk || isIn(at, desk)) return;
  const known = await findEarlier(unit, sides, desk);
  await goOnIn(deps, unit, ticket, sides, known ?? (await planThread(unit, addressOfChannel(desk))));
}

/** @param before everywhere that the agents have talked in it; where they have, it is gone back to */
export async function goOnIn(
  deps: MoveDeps,
  unit: Unit,
  ticket: Ticket,
  before: readonly Side[],
  to: Conversation,
): Promise<void> {
  const epoch = (before.at(-1)?.epoch ?? 0) + 1;
  const side = {
    ticketId: ticket.id,
    role: 'agent',
    conversationId: to.id,
    epoch,
    toldNumber: ticket.lastNumber,
  } as const;
  await unit.insert(SideSchema, side);
  if (!before.some(({ conversationId }) => conversationId === to.id)) {
    await postDeskCard(deps.outbox, unit, ticket, to, epoch);
    await bringFirst(deps, unit, ticket, to);
  }
  await bringStories(deps, unit, ticket, to, epoch);
  await queueHistory(deps, unit, { ticket, before, to, epoch });
  const payload = { ticketId: ticket.id, epoch };
  // Behind the root of the new thread.
  await deps.jobs.enqueue(unit, { kind: TELL_MOVED_JOB, lane: laneOf(to), payload });
}

const isAt = (at: Conversation | null, home: PersonRef): boolean =>
  at?.platform === home.platform && at.workspaceId === home.workspaceId;

const isIn = (at: Conversation | null, desk: Channel): boolean =>
  at?.platform === desk.platform && at.channelId === desk.channelId;

/** Not a thread that could not be opened: what is told there waits for somebody who retries it. */
async function findEarlier(unit: Unit, sides: readonly Side[], desk: Channel): Promise<Conversation | null> {
  for (const side of sides.toReversed()) {
    const at = await findConversation(unit, side.conversationId);
    if (isIn(at, desk) && !(await isDeadEnd(unit, sides, side))) return at;
  }
  return null;
}

/** As far as the card does not hold it: whole, and with its files. */
async function bringFirst(deps: MoveDeps, unit: Unit, { id }: Ticket, to: Conversation): Promise<void> {
  const first = await findMessageOf(unit, id, 1);
  if (first?.deletedAt !== null) return;
  await queueCopies(deps, unit, { to, role: 'agent' }, first, { words: !standsInCard(first), files: true });
}

/** What was said in tickets that were merged into it, where that does not stand there already. */
async function bringStories(
  { outbox }: MoveDeps,
  unit: Unit,
  ticket: Ticket,
  conversation: Conversation,
  epoch: number,
): Promise<void> {
  for (const { id: ticketId } of await findMergedInto(unit, ticket.id)) {
    const stories = await findPosts(unit, mergedStoriesOf(ticketId));
    if (stories.some(({ conversationId }) => conversationId === conversation.id)) continue;
    const key = `${mergedStoriesOf(ticketId)}${ticket.id}:${epoch}`;
    await outbox.post(unit, { key, conversation, composer: MERGED_STORY, payload: { ticketId } });
  }
}

/** Tells the thread that a ticket has left, and everybody whose card leads to it. Runs once the new thread stands. */
export function createTellMovedHandler({
  outbox,
  record,
}: Pick<MoveDeps, 'outbox'> & { readonly record: Reaction }): JobHandler {
  return {
    run: (job) =>
      Promise.resolve(async (unit) => {
        const { ticketId, epoch } = job.payload as MovedPayload;
        const ticket = await findTicket(unit, ticketId);
        const left = (await findSides(unit, ticketId, 'agent')).find((side) => side.epoch === epoch - 1);
        const conversation = left && (await findConversation(unit, left.conversationId));
        if (!ticket || !conversation) return;
        for (const note of await findPosts(unit, movedNotesOf(ticketId))) await outbox.refresh(unit, note.deliveryKey);
        const last = await findMessageOf(unit, ticketId, ticket.lastNumber);
        await outbox.post(unit, {
          key: movedNoteKey({ ticketId, epoch }),
          conversation,
          composer: MOVED_NOTE,
          payload: { ticketId, epoch },
          // Behind what was said there before.
          position: last?.position ?? 0,
        });
        // Those of tickets that were merged into it lead there, too.
        for (const { id } of [ticket, ...(await findMergedInto(unit, ticketId))]) {
          await refreshDeskCards(outbox, unit, id);
        }
        await record(unit, { kind: 'thread-moved', ticket });
      }),
  };
}
