import { BROADCAST, type Channel, type Message } from '../world-types.ts';
import { wireMessage } from '../wire-message.ts';
import { ApiError } from './api-error.ts';
import { isEmpty, readContent, type Content } from './check-content.ts';
import { requireUser, requireWritableChannel, type Call, type Outcome } from './method.ts';

/** docs.slack.dev/reference/methods/chat.postMessage */
export function postMessage(call: Call): Outcome {
  const channel = requireWritableChannel(call);
  const message = composeMessage(call, channel);
  call.world.messagesOf(channel.id).add(message);
  const shown = wireMessage(message, call.workspace, 'whole');
  return { body: { channel: channel.id, ts: message.ts, message: shown }, change: { kind: 'posted', message } };
}

/** docs.slack.dev/reference/methods/chat.postEphemeral */
export function postEphemeral(call: Call): Outcome {
  const channel = requireWritableChannel(call);
  const user = requireUser(call, call.args.required('user', 'user_not_found'));
  if (channel.members.length > 0 && !channel.members.includes(user.id)) throw new ApiError('user_not_in_channel');
  const message = composeMessage(call, channel);
  return { body: { message_ts: message.ts }, change: { kind: 'whispered', message, visibleTo: user.id } };
}

function composeMessage(call: Call, channel: Channel): Message {
  const content = readContent(call.args);
  if (isEmpty(content)) throw new ApiError('no_text');
  const threadTs = findThread(call, channel);
  const { botUserId, botId, appId, teamId } = call.workspace;
  return {
    channel: channel.id,
    ts: call.world.timestamps.next(),
    ...(threadTs === undefined ? {} : { threadTs }),
    at: call.now,
    teamId,
    user: botUserId,
    botId,
    appId,
    ...faceOf(call),
    ...(threadTs !== undefined && call.args.flag('reply_broadcast') ? { subtype: BROADCAST } : {}),
    ...content,
  } satisfies Message & Content;
}

function faceOf(call: Call): Pick<Message, 'subtype' | 'username' | 'iconUrl'> {
  const username = call.args.text('username');
  const iconUrl = call.args.text('icon_url');
  if (username === undefined && iconUrl === undefined) return {};
  return {
    subtype: 'bot_message',
    ...(username === undefined ? {} : { username }),
    ...(iconUrl === undefined ? {} : { iconUrl }),
  };
}

/** Slack's documentation forbids a reply's own ts as `thread_ts` but not in so many words; here it is an error. */
function findThread(call: Call, channel: Channel): string | undefined {
  const threadTs = call.args.text('thread_ts');
  if (threadTs === undefined || threadTs === '') return undefined;
  const root = call.world.messagesOf(channel.id).find(threadTs);
  if (root === undefined) throw new ApiError('thread_not_found');
  if (root.threadTs !== undefined) throw new ApiError('cannot_reply_to_message');
  return threadTs;
}
