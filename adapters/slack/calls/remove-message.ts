import { z } from 'zod';
import type { MessageRef } from '../../../src/chat/address.ts';
import { PlatformError } from '../../../src/chat/platform-error.ts';
import type { SlackCall } from './slack-calls.ts';
import { isDone } from './slack-errors.ts';

/**
 * Takes a post of ours away; one that is not there needs no removal.
 * @param uploadId of the file that it shows: Slack would keep that
 */
export async function removeMessage(target: MessageRef, uploadId: string | undefined, call: SlackCall): Promise<void> {
  if (target.visibleTo !== undefined) {
    throw new PlatformError('rejected', 'Slack cannot take away a post that only one person sees.');
  }
  await remove('chat.delete', { channel: target.channelId, ts: target.messageId }, call);
  if (uploadId !== undefined) await remove('files.delete', { file: uploadId }, call);
}

async function remove(method: 'chat.delete' | 'files.delete', args: Record<string, string>, call: SlackCall) {
  try {
    await call(method, args, z.object({}));
  } catch (error) {
    if (!isDone(error, method)) throw error;
  }
}
