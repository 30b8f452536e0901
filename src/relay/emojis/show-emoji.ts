import type { ChatPlatform } from '../../chat/chat-platform.ts';
import { PlatformError } from '../../chat/platform-error.ts';
import { jobError } from '../../delivery/job-error.ts';
import type { Outbox } from '../../delivery/outbox.ts';
import { NOT_YET_MS } from '../../delivery/way.ts';
import { RetryLater, type JobHandler } from '../../jobs/job.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Reader, Unit } from '../../storage/unit.ts';
import { findMessage } from '../../tickets/find-ticket.ts';
import { findReactors, type SideEmoji } from '../../tickets/react-to-message.ts';
import { findTarget, type Target } from './find-emoji-place.ts';

export const EMOJI_NOTE = 'emoji-note';

/** All notes about reactions to one message have keys that begin so. */
export const notesKey = (messageId: number): string => `${EMOJI_NOTE}:${messageId}:`;

const noteKey = ({ messageId, side, emoji }: SideEmoji): string => `${notesKey(messageId)}${side}:${emoji}`;

export interface ShowEmojiDeps {
  readonly storage: Storage;
  readonly platforms: ReadonlyMap<string, ChatPlatform>;
  readonly outbox: Outbox;
}

/**
 * Brings our bot's reaction on the other side to the present state. It may be repeated, so that it needs no intent.
 * Where the platform does not take the emoji, or none at all, a note in the thread says what it would have said.
 */
export function createEmojiHandler({ storage, platforms, outbox }: ShowEmojiDeps): JobHandler {
  return {
    async run(job) {
      const emoji = job.payload as unknown as SideEmoji;
      const { isOn, target } = await storage.read((reader) => readState(reader, emoji));
      if (target === 'later') throw new RetryLater(NOT_YET_MS, 'The message is not there yet.');
      if (target === null) return (unit) => settle(unit, emoji, isOn);
      const platform = platforms.get(target.ref.platform);
      if (!platform) throw new Error(`${target.ref.platform} is not switched on: set its variables and restart.`);
      const isTaken = platform.abilities.reacts && (await react(platform, target, emoji, isOn));
      return async (unit) => {
        await settle(unit, emoji, isOn);
        if (!isTaken) await note(outbox, unit, target, emoji, isOn);
      };
    },
  };
}

async function readState(reader: Reader, emoji: SideEmoji) {
  const isOn = (await findReactors(reader, emoji)).length > 0;
  const message = await findMessage(reader, emoji.messageId);
  return { isOn, target: message && (await findTarget(reader, { message, side: emoji.side })) };
}

/** @returns false when the platform does not take this emoji */
async function react(platform: ChatPlatform, { ref }: Target, { emoji }: SideEmoji, isOn: boolean): Promise<boolean> {
  try {
    await platform.react(ref, emoji, isOn);
    return true;
  } catch (error) {
    if (error instanceof PlatformError && error.kind === 'rejected') return false;
    throw jobError(error);
  }
}

/** Somebody may have changed it while the request was on its way: the lane's lock makes this look true. */
async function settle(unit: Unit, emoji: SideEmoji, isOn: boolean): Promise<void> {
  const isOnNow = (await findReactors(unit, emoji)).length > 0;
  if (isOnNow !== isOn) throw new RetryLater(0, 'It has changed again.');
}

/** One note for each emoji, which is taken away with it. */
async function note(outbox: Outbox, unit: Unit, target: Target, emoji: SideEmoji, isOn: boolean): Promise<void> {
  const { messageId, side, emoji: what } = emoji;
  const post = {
    key: noteKey(emoji),
    conversation: target.conversation,
    composer: EMOJI_NOTE,
    payload: { messageId, side, emoji: what },
  };
  const isNew = isOn && (await outbox.post(unit, post));
  if (!isNew) await outbox.revise(unit, post.key, post.payload);
}
