import { isDeepStrictEqual } from 'node:util';
import type { LiveChange } from '../../chat/live-chat.ts';
import { readMarkdown } from '../../chat/rich-text/markdown/read-markdown.ts';
import { WEB_WORKSPACE } from '../../chat/web-workspace.ts';
import type { Member } from '../../directory/member.schema.ts';
import { scopeOf } from '../../directory/scope.ts';
import { conflict, forbidden, notFound } from '../../errors.ts';
import type { Unit } from '../../storage/unit.ts';
import { deleteMessage } from '../../tickets/change-message.ts';
import { findMessageOf, lockOwnTicket } from '../../tickets/find-ticket.ts';
import { wasSaidLive } from '../../tickets/live-origin.ts';
import type { Message } from '../../tickets/message.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { setWords } from '../hear-change.ts';
import { recordEvent } from '../seen-event.schema.ts';
import { checkIsOpenTo } from './check-is-open.ts';
import { nextRevision } from './next-revision.ts';
import { reactLive } from './react-live.ts';

type Wanted<Kind extends LiveChange['kind']> = Extract<LiveChange, { kind: Kind }>;

/**
 * Does with a message what somebody in the browser wants, as far as it is theirs to do. The ticket's lock is held: what
 * comes after this is decided by what this leaves.
 * @throws AppError
 */
export async function changeLive(
  deps: DeskDeps,
  unit: Unit,
  ticketId: number,
  member: Member,
  change: LiveChange,
): Promise<void> {
  const ticket = await lockOwnTicket(unit, scopeOf(member), ticketId);
  checkIsOpenTo(deps, member, ticket);
  const message = await findMessageOf(unit, ticketId, change.number);
  if (!message || isHiddenFrom(member, message)) throw notFound('message');
  switch (change.kind) {
    case 'edit':
      return edit(deps, unit, member, message, change);
    case 'delete':
      return remove(deps, unit, member, message);
    case 'react':
      return reactLive(deps, unit, member, message, change);
  }
}

const isHiddenFrom = ({ merchantId }: Member, { visibility }: Message): boolean =>
  merchantId !== null && visibility === 'internal';

async function edit(
  deps: DeskDeps,
  unit: Unit,
  member: Member,
  message: Message,
  { clientId, typed }: Wanted<'edit'>,
): Promise<void> {
  checkIsOwn(member, message);
  const { ticketId, number, deletedAt } = message;
  // An edit of long ago that comes once more does not undo the later one.
  const key = `${WEB_WORKSPACE.platform}:live:${ticketId}:${number}:edited:${member.userId}.${clientId}`;
  if (!(await recordEvent(unit, key, deps.clock.now()))) return;
  if (deletedAt !== null) throw conflict('This message was deleted. Please say it again.');
  const text = readMarkdown(typed);
  if (!isDeepStrictEqual(text, message.text))
    await setWords(deps, unit, message, text, nextRevision(deps.clock, message.revision));
}

async function remove(deps: DeskDeps, unit: Unit, member: Member, message: Message): Promise<void> {
  checkIsOwn(member, message);
  if (message.deletedAt === null)
    await deleteMessage(deps.tickets, unit, message, nextRevision(deps.clock, message.revision));
}

/** What was said elsewhere stands there in its author's name: nobody else can change it there. */
function checkIsOwn({ userId }: Member, message: Message): void {
  const { platform, workspaceId } = WEB_WORKSPACE;
  const isTheirs =
    message.platform === platform && message.authorWorkspaceId === workspaceId && message.authorId === userId;
  if (isTheirs && wasSaidLive(message)) return;
  throw forbidden(
    'Here you can change what you said here yourself. What you said elsewhere, change where you said it.',
  );
}
