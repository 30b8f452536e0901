import { z } from 'zod';
import type { MessageRef } from '../../src/chat/address.ts';
import { PlatformError } from '../../src/chat/platform-error.ts';
import type { SlackCall } from './slack-calls.ts';
import { isDone } from './slack-errors.ts';

/** Takes a post of ours away; one that is not there needs no removal. */
export async function removeMessage(target: MessageRef, call: SlackCall): Promise<void> {
  if (target.visibleTo !== undefined) {
    throw new PlatformError('rejected', 'Slack cannot take away a post that only one person sees.');
  }
  try {
    await call('chat.delete', { channel: target.channelId, ts: target.messageId }, z.object({}));
  } catch (error) {
    if (!isDone(error, 'chat.delete')) throw error;
  }
}
