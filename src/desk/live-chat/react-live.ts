import { canonicalEmoji } from '../../chat/emoji.ts';
import type { LiveChange } from '../../chat/live-chat.ts';
import { WEB_WORKSPACE } from '../../chat/web-workspace.ts';
import type { Member } from '../../directory/member.schema.ts';
import { conflict, notFound } from '../../errors.ts';
import type { Unit } from '../../storage/unit.ts';
import type { Message } from '../../tickets/message.ts';
import { findReactionsBy, reactToMessage } from '../../tickets/react-to-message.ts';
import { LIVE } from '../../tickets/reaction.schema.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { nextRevision } from './next-revision.ts';

/** As many as Slack lets one person put on a message. */
const MOST_BY_ONE = 23;

/**
 * Puts an emoji on a message that stands there, or takes it off. The caller holds the ticket's row.
 * @throws AppError `not_found` when it was deleted, `conflict` when this person has put enough on it
 */
export async function reactLive(
  { tickets, clock }: DeskDeps,
  unit: Unit,
  { userId }: Member,
  message: Message,
  { emoji, isOn }: Pick<Extract<LiveChange, { kind: 'react' }>, 'emoji' | 'isOn'>,
): Promise<void> {
  if (message.deletedAt !== null) throw notFound('message');
  const account = { ...WEB_WORKSPACE, userId };
  const what = canonicalEmoji(emoji);
  const own = await findReactionsBy(unit, message, LIVE, account);
  const known = own.find((one) => one.emoji === what);
  if ((known?.isOn ?? false) === isOn) return;
  if (isOn && own.filter((one) => one.isOn).length >= MOST_BY_ONE) {
    throw conflict('You have put many emoji on this message. Take one off first.');
  }
  const revision = nextRevision(clock, known?.revision ?? 0);
  await reactToMessage(tickets, unit, message, { ...account, side: LIVE, emoji: what, isOn, revision });
}
