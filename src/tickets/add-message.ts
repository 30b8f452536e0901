import type { AttachedFile } from '../chat/file.ts';
import type { RichText } from '../chat/rich-text.ts';
import type { Unit } from '../storage/unit.ts';
import { writeAudit, type Actor } from './audit.ts';
import { changeTicket } from './change-ticket.ts';
import { keepFiles } from './files/keep-files.ts';
import { MessageSchema } from './message.schema.ts';
import type { Message, Origin, Speaker } from './message.ts';
import type { TicketDeps } from './ticket-events.ts';
import { statusAfterMessage } from './ticket-status.ts';
import { TicketSchema } from './ticket.schema.ts';
import type { Ticket } from './ticket.ts';

export interface Said {
  readonly speaker: Speaker;
  readonly origin: Origin | null;
  readonly side: Message['side'];
  readonly visibility: Message['visibility'];
  readonly text: RichText;
  /** What is attached to it; its author's account is where it can be read. */
  readonly files?: readonly AttachedFile[];
  readonly saidAt: Date;
  /** The platform's order: microseconds since 1970. */
  readonly position: number;
  /** Which edit these words come from; 0 as first said. */
  readonly revision?: number;
  /** Whether it reopens a ticket that is resolved or closed; a thank-you does not. */
  readonly reopens: boolean;
  /** It was said in the thread of a ticket that was merged into this one. */
  readonly isElsewhere?: boolean;
}

/** Adds what was said to a ticket whose row the caller holds, and moves its status on. */
export async function addMessage(
  deps: TicketDeps,
  unit: Unit,
  ticket: Ticket,
  said: Said,
  by: Actor = actorOf(said),
): Promise<Ticket> {
  const number = ticket.lastNumber + 1;
  const message = await insertMessage(deps, unit, ticket, said, number);
  const { account } = said.speaker;
  if (said.files && account) await keepFiles(unit, message.id, account, said.files);
  const change = { lastNumber: number, lastVersion: message.version, updatedAt: message.createdAt };
  await unit.update(TicketSchema, { id: ticket.id }, change);
  await writeAudit(deps.clock, unit, ticket.id, by, 'message', { number, visibility: said.visibility });
  const numbered = { ...ticket, ...change };
  const { isElsewhere = false } = said;
  await deps.record(unit, { kind: 'message-said', ticket: numbered, message, isElsewhere });
  return said.visibility === 'internal' ? numbered : moveOn(deps, unit, numbered, said, by);
}

export function actorOf({ speaker, origin }: Pick<Said, 'speaker' | 'origin'>): Actor {
  const source = origin?.platform ?? 'api';
  if (speaker.agentId !== null) return { kind: 'agent', id: String(speaker.agentId), source };
  if (speaker.account) return { kind: 'person', id: speaker.account.userId, source };
  return { kind: 'key', id: 'api', source };
}

async function insertMessage(
  { clock }: TicketDeps,
  unit: Unit,
  ticket: Ticket,
  { speaker, origin, side, visibility, text, saidAt, position, revision = 0 }: Said,
  number: number,
): Promise<Message> {
  const version = ticket.lastVersion + 1;
  const row = {
    ticketId: ticket.id,
    number,
    side,
    visibility,
    agentId: speaker.agentId,
    authorWorkspaceId: speaker.account?.workspaceId ?? null,
    authorId: speaker.account?.userId ?? null,
    platform: origin?.platform ?? null,
    channelId: origin?.channelId ?? null,
    nativeId: origin?.nativeId ?? null,
    text,
    saidAt,
    position,
    createdAt: clock.now(),
    version,
    wordsVersion: version,
    revision,
    deletedAt: null,
  };
  return { id: await unit.insert(MessageSchema, row), ...row };
}

async function moveOn(deps: TicketDeps, unit: Unit, ticket: Ticket, said: Said, by: Actor): Promise<Ticket> {
  const role = said.speaker.agentId === null ? 'merchant' : 'agent';
  const status = statusAfterMessage(ticket.status, role, said.reopens);
  const answers = role === 'agent' && ticket.firstResponseAt === null;
  const change = {
    ...(status !== null && { status }),
    ...(answers && { firstResponseAt: said.saidAt }),
  };
  return changeTicket(deps, unit, ticket, change, by);
}
