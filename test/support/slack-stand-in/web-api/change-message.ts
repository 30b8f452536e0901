import { wholeSeconds } from '../time.ts';
import type { Message } from '../world-types.ts';
import { wireMessage } from '../wire-message.ts';
import { ApiError } from './api-error.ts';
import { isEmpty, readContent } from './check-content.ts';
import { requireChannel, requireOwnMessage, type Call, type Change, type Outcome } from './method.ts';

/**
 * docs.slack.dev/reference/methods/chat.update: blocks and metadata that the call leaves out stay as they were;
 * an empty list of blocks takes them away.
 */
export function updateMessage(call: Call): Outcome {
  const channel = requireChannel(call);
  if (channel.isArchived) throw new ApiError('is_archived');
  const before = requireOwnMessage(call, channel, 'cant_update_message');
  const content = readContent(call.args);
  if (isEmpty(content)) throw new ApiError('no_text');
  const edited = { user: call.workspace.botUserId, ts: wholeSeconds(call.world.timestamps.next()) };
  const message: Message = { ...before, ...content, edited };
  call.world.messagesOf(channel.id).replace(message);
  return {
    body: {
      channel: channel.id,
      ts: message.ts,
      text: message.text,
      message: wireMessage(message, call.workspace, 'whole'),
    },
    change: { kind: 'updated', message, before },
  };
}

/** docs.slack.dev/reference/methods/chat.delete */
export function removeMessage(call: Call): Outcome {
  const channel = requireChannel(call);
  const message = requireOwnMessage(call, channel, 'cant_delete_message');
  const left = call.world.messagesOf(channel.id).remove(message, call.now);
  const change: Change = left ? { kind: 'updated', message: left, before: message } : { kind: 'removed', message };
  return { body: { channel: channel.id, ts: message.ts }, change };
}
