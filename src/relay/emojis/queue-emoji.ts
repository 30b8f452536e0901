import type { JobQueue } from '../../jobs/worker.ts';
import type { Unit } from '../../storage/unit.ts';
import { findReactions, findReactors } from '../../tickets/react-to-message.ts';
import type { EmojiReaction } from '../../tickets/reaction.schema.ts';
import type { TicketEvent } from '../../tickets/ticket-events.ts';

export const EMOJI_JOB = 'emoji';

/** An emoji that people have put on a message on one side; our bot shows it on the other, on behalf of all of them. */
export type Emoji = Pick<EmojiReaction, 'messageId' | 'side' | 'emoji'>;

interface EmojiDeps {
  readonly jobs: JobQueue;
}

/** Only the first who puts it on and the last who takes it off change what the other side sees. */
export async function queueEmoji(deps: EmojiDeps, unit: Unit, reaction: EmojiReaction): Promise<void> {
  const reactors = await findReactors(unit, reaction);
  if (reactors.every(({ id }) => id === reaction.id)) await queue(deps, unit, reaction);
}

/** A message that is posted anew bears no emoji yet. */
export async function bringBackEmojis(
  deps: EmojiDeps,
  unit: Unit,
  { message, before }: Extract<TicketEvent, { kind: 'message-changed' }>,
): Promise<void> {
  if (before.deletedAt === null || message.deletedAt !== null) return;
  for (const reaction of await findReactions(unit, message.id)) await queue(deps, unit, reaction);
}

async function queue({ jobs }: EmojiDeps, unit: Unit, { messageId, side, emoji }: Emoji): Promise<void> {
  const lane = `${EMOJI_JOB}:${messageId}:${side}:${emoji}`;
  await jobs.enqueue(unit, { kind: EMOJI_JOB, lane, payload: { messageId, side, emoji }, uniqueKey: lane });
}
