import type { Channel, Message } from '../world-types.ts';
import { wireRoot, type WireMessage } from '../wire-message.ts';
import { ApiError } from './api-error.ts';
import type { Arguments } from './arguments.ts';
import { requireChannel, type Call, type Outcome } from './method.ts';

/** docs.slack.dev/reference/methods/conversations.history: newest first, without what is only in threads. */
export function readHistory(call: Call): Outcome {
  const channel = requireReadableChannel(call);
  const messages = call.world.messagesOf(channel.id).inChannel().filter(within(call.args)).reverse();
  const page = takePage(call.args, messages, 100, 999);
  return { body: { ...page.rest, messages: page.messages.map((message) => show(call, message)) } };
}

/**
 * docs.slack.dev/reference/methods/conversations.replies: oldest first, and the thread's root first of all, whatever
 * the range. Of a reply's own ts only that reply.
 */
export function readReplies(call: Call): Outcome {
  const channel = requireReadableChannel(call);
  const ts = call.args.required('ts', 'thread_not_found');
  const root = call.world.messagesOf(channel.id).find(ts);
  if (root === undefined) throw new ApiError('thread_not_found');
  const replies = root.threadTs === undefined ? call.world.messagesOf(channel.id).replies(ts) : [];
  const page = takePage(call.args, replies.filter(within(call.args)), 1000, 1000);
  return { body: { ...page.rest, messages: [root, ...page.messages].map((message) => show(call, message)) } };
}

function requireReadableChannel(call: Call): Channel {
  const channel = requireChannel(call);
  if (!channel.botIsMember) throw new ApiError('not_in_channel');
  return channel;
}

function show(call: Call, message: Message): WireMessage {
  const replies = call.world.messagesOf(message.channel).replies(message.ts);
  const metadata = call.args.flag('include_all_metadata') ? 'whole' : 'none';
  return wireRoot({ root: message, replies }, call.workspace, metadata);
}

function within(args: Arguments): (message: Message) => boolean {
  const oldest = Number(args.text('oldest') ?? 0);
  const latest = Number(args.text('latest') ?? Infinity);
  const inclusive = args.flag('inclusive');
  return ({ ts }) => {
    const time = Number(ts);
    return inclusive ? time >= oldest && time <= latest : time > oldest && time < latest;
  };
}

interface Page {
  readonly messages: readonly Message[];
  readonly rest: Readonly<Record<string, unknown>>;
}

/** The cursor names the last message of the page before, so that pages hold while new messages come. */
function takePage(args: Arguments, messages: readonly Message[], usual: number, most: number): Page {
  const limit = Math.min(args.count('limit', usual), most);
  const start = findStart(args, messages);
  const page = messages.slice(start, start + limit);
  const hasMore = start + limit < messages.length;
  const cursor = hasMore ? Buffer.from(`next_ts:${page.at(-1)!.ts}`).toString('base64') : '';
  return { messages: page, rest: { has_more: hasMore, response_metadata: { next_cursor: cursor } } };
}

function findStart(args: Arguments, messages: readonly Message[]): number {
  const cursor = args.text('cursor');
  if (cursor === undefined || cursor === '') return 0;
  const after = Buffer.from(cursor, 'base64').toString().replace('next_ts:', '');
  const index = messages.findIndex((message) => message.ts === after);
  if (index === -1) throw new ApiError('invalid_cursor');
  return index + 1;
}
