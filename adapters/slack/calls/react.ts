import { z } from 'zod';
import type { MessageRef } from '../../../src/chat/address.ts';
import { PlatformError } from '../../../src/chat/platform-error.ts';
import { nameOfEmoji } from '../text/emoji-names.ts';
import type { SlackCall } from './slack-calls.ts';
import { isDone } from './slack-errors.ts';

/** Puts our bot's reaction on a message, or takes it off; what is so already, or has no message any more, is done. */
export async function react(
  { channelId, messageId }: MessageRef,
  emoji: string,
  isOn: boolean,
  call: SlackCall,
): Promise<void> {
  const name = nameOfEmoji(emoji);
  if (name === undefined) throw new PlatformError('rejected', 'Slack knows emoji by name, and this one has none here.');
  const method = isOn ? 'reactions.add' : 'reactions.remove';
  try {
    await call(method, { channel: channelId, timestamp: messageId, name }, z.object({}));
  } catch (error) {
    if (!isDone(error, method)) throw error;
  }
}
