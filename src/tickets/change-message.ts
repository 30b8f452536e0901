import { isDeepStrictEqual } from 'node:util';
import type { AttachedFile } from '../chat/file.ts';
import type { RichText } from '../chat/rich-text.ts';
import type { Unit } from '../storage/unit.ts';
import { actorOf } from './add-message.ts';
import { writeAudit } from './audit.ts';
import { dropFiles, findAllFiles } from './files/keep-files.ts';
import { findMessage, lockTicket } from './find-ticket.ts';
import type { MessageFile } from './files/message-file.schema.ts';
import { MessageSchema } from './message.schema.ts';
import { accountOf, type Message } from './message.ts';
import type { TicketDeps } from './ticket-events.ts';
import { TicketSchema } from './ticket.schema.ts';
import { requestOf, type Ticket } from './ticket.ts';

export interface Edit {
  readonly text: RichText;
  /** What is attached to it still; absent where nobody said so. */
  readonly files?: readonly AttachedFile[];
  /** The author wants it kept at the desk from now on. It is never made public again. */
  readonly hides: boolean;
  /** By the platform's word: microseconds since 1970. */
  readonly revision: number;
}

/** Brings a message to its newest words; a deleted one is thereby brought back. What is older changes nothing. */
export function editMessage(deps: TicketDeps, unit: Unit, message: Message, { text, files, hides, revision }: Edit) {
  const after = (before: Message): Message => ({
    ...before,
    text,
    visibility: hides ? 'internal' : before.visibility,
    deletedAt: null,
    revision,
  });
  return change(deps, unit, message, after, files);
}

/** Takes a message back, unless it was changed later than that. */
export function deleteMessage(deps: TicketDeps, unit: Unit, message: Message, revision: number) {
  return change(deps, unit, message, (before) => ({
    ...before,
    deletedAt: before.deletedAt ?? deps.clock.now(),
    revision,
  }));
}

async function change(
  deps: TicketDeps,
  unit: Unit,
  { id, ticketId }: Message,
  after: (before: Message) => Message,
  filesLeft?: readonly AttachedFile[],
): Promise<void> {
  const ticket = await lockTicket(unit, ticketId);
  // Under the ticket's lock: another change may have come in meanwhile.
  const before = await findMessage(unit, id);
  if (!before) return;
  const message = after(before);
  if (message.revision <= before.revision) return;
  const lostFiles = filesLeft !== undefined && (await dropFiles(unit, id, filesLeft, deps.clock.now()));
  const action = actionOf(before, message) ?? (lostFiles ? 'edited' : null);
  const next = ticket.lastVersion + 1;
  const versions = action === null ? {} : { version: next, wordsVersion: next };
  const { text, visibility, deletedAt, revision } = message;
  await unit.update(MessageSchema, { id }, { text, visibility, deletedAt, revision, ...versions });
  if (action !== null) await tell(deps, unit, ticket, before, { ...message, ...versions }, action);
}

function actionOf(before: Message, { text, visibility, deletedAt }: Message): 'edited' | 'deleted' | 'restored' | null {
  if (deletedAt !== null) return before.deletedAt === null ? 'deleted' : null;
  if (before.deletedAt !== null) return 'restored';
  return visibility === before.visibility && isDeepStrictEqual(text, before.text) ? null : 'edited';
}

async function tell(
  deps: TicketDeps,
  unit: Unit,
  ticket: Ticket,
  before: Message,
  message: Message,
  action: string,
): Promise<void> {
  const { number, platform, channelId, nativeId, agentId, visibility } = message;
  const origin =
    platform === null || channelId === null || nativeId === null ? null : { platform, channelId, nativeId };
  const by = actorOf({ speaker: { agentId, account: accountOf(message) }, origin });
  const hidden = visibility !== before.visibility && { visibility: { from: before.visibility, to: visibility } };
  await writeAudit(deps.clock, unit, ticket.id, by, action, { number, ...hidden });
  const change = {
    lastVersion: message.version,
    updatedAt: deps.clock.now(),
    ...(number === 1 && followFirstWords(ticket, before, message, await findAllFiles(unit, message.id))),
  };
  await unit.update(TicketSchema, { id: ticket.id }, change);
  await deps.record(unit, { kind: 'message-changed', ticket: { ...ticket, ...change }, message, before });
}

/** A ticket is about what its first message says, unless somebody has given it another subject. */
function followFirstWords(
  ticket: Ticket,
  before: Message,
  message: Message,
  files: readonly MessageFile[],
): Partial<Ticket> {
  const [was, is] = [requestOf(before, files), requestOf(message, files)];
  return {
    ...(ticket.subject === was.subject && { subject: is.subject }),
    ...(ticket.description === was.description && { description: is.description }),
  };
}
