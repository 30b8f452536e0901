import type { JobQueue } from '../../jobs/worker.ts';
import type { Unit } from '../../storage/unit.ts';
import { findReactions, findReactors, type SideEmoji } from '../../tickets/react-to-message.ts';
import { LIVE, type EmojiReaction } from '../../tickets/reaction.schema.ts';
import type { TicketEvent } from '../../tickets/ticket-events.ts';

export const EMOJI_JOB = 'emoji';

interface EmojiDeps {
  readonly jobs: JobQueue;
}

/**
 * What people have put on a message on one side, our bot shows on the other on behalf of all of them. Only the first
 * who puts it on and the last who takes it off change what is seen there.
 */
export async function queueEmoji(deps: EmojiDeps, unit: Unit, reaction: EmojiReaction): Promise<void> {
  for (const emoji of acrossFrom(reaction)) {
    const reactors = await findReactors(unit, emoji);
    if (reactors.every(({ id }) => id === reaction.id)) await queue(deps, unit, emoji);
  }
}

/** What was put on in the live chat is new to both sides. */
function acrossFrom({ side, messageId, emoji }: EmojiReaction): SideEmoji[] {
  const sides = side === LIVE ? (['merchant', 'agent'] as const) : [side];
  return sides.map((from) => ({ messageId, side: from, emoji }));
}

/** A message that is posted anew bears no emoji yet. */
export async function bringBackEmojis(
  deps: EmojiDeps,
  unit: Unit,
  { message, before }: Extract<TicketEvent, { kind: 'message-changed' }>,
): Promise<void> {
  if (before.deletedAt === null || message.deletedAt !== null) return;
  for (const reaction of await findReactions(unit, message.id)) {
    for (const emoji of acrossFrom(reaction)) await queue(deps, unit, emoji);
  }
}

async function queue({ jobs }: EmojiDeps, unit: Unit, { messageId, side, emoji }: SideEmoji): Promise<void> {
  const lane = `${EMOJI_JOB}:${messageId}:${side}:${emoji}`;
  await jobs.enqueue(unit, { kind: EMOJI_JOB, lane, payload: { messageId, side, emoji }, uniqueKey: lane });
}
