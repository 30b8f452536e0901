import { isKnownEmoji, withReaction } from '../reactions.ts';
import { ApiError } from './api-error.ts';
import { requireChannel, type Call, type Outcome } from './method.ts';

/** docs.slack.dev/reference/methods/reactions.add */
export const addReaction = (call: Call): Outcome => react(call, true);

/** docs.slack.dev/reference/methods/reactions.remove */
export const removeReaction = (call: Call): Outcome => react(call, false);

function react(call: Call, isOn: boolean): Outcome {
  const channel = requireChannel(call);
  if (channel.isArchived) throw new ApiError('is_archived');
  const name = call.args.required('name', 'invalid_name');
  if (!isKnownEmoji(name)) throw new ApiError('invalid_name');
  const before = call.world.messagesOf(channel.id).find(call.args.required('timestamp', 'bad_timestamp'));
  if (before === undefined) throw new ApiError('message_not_found');
  const message = withReaction(before, call.workspace.botUserId, name, isOn);
  if (message === null) throw new ApiError(isOn ? 'already_reacted' : 'no_reaction');
  call.world.messagesOf(channel.id).replace(message);
  return { body: {}, change: { kind: 'reacted', message, name, isOn } };
}
