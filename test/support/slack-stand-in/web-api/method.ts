import type { Channel, Message, User, Workspace } from '../world-types.ts';
import type { World } from '../world.ts';
import { ApiError } from './api-error.ts';
import type { Arguments } from './arguments.ts';

/** One call by one app of one workspace. */
export interface Call {
  readonly method: string;
  readonly args: Arguments;
  readonly workspace: Workspace;
  readonly world: World;
  readonly now: number;
}

/** What a call did to the world, for the ledger and for the events that follow from it. */
export type Change =
  | { readonly kind: 'posted'; readonly message: Message }
  | { readonly kind: 'whispered'; readonly message: Message; readonly visibleTo: string }
  | { readonly kind: 'updated'; readonly message: Message; readonly before: Message }
  | { readonly kind: 'removed'; readonly message: Message }
  | { readonly kind: 'reacted'; readonly message: Message; readonly name: string; readonly isOn: boolean };

export interface Outcome {
  readonly body: Readonly<Record<string, unknown>>;
  readonly change?: Change;
}

/** @throws ApiError */
export type Method = (call: Call) => Outcome;

export function requireChannel(call: Call): Channel {
  const id = call.args.required('channel', 'channel_not_found');
  const channel = call.world.findChannel(id);
  if (channel === undefined || !seenBy(channel, call.workspace.teamId)) throw new ApiError('channel_not_found');
  return channel;
}

/** Where to post: a channel, or a person's direct conversation by the person's id. */
export function requireWritableChannel(call: Call): Channel {
  const user = call.world.findUser(call.args.text('channel') ?? '');
  const channel = user === undefined ? requireChannel(call) : call.world.openDirect(call.workspace.teamId, user.id);
  if (channel.isArchived) throw new ApiError('is_archived');
  if (!channel.botIsMember) throw new ApiError('not_in_channel');
  return channel;
}

export function requireUser(call: Call, id: string): User {
  const user = call.world.findUser(id);
  if (user === undefined) throw new ApiError('user_not_found');
  return user;
}

/** The post of this very bot that a call wants to change. */
export function requireOwnMessage(call: Call, channel: Channel, otherwise: string): Message {
  const ts = call.args.required('ts', 'message_not_found');
  const message = call.world.messagesOf(channel.id).find(ts);
  if (message === undefined) throw new ApiError('message_not_found');
  if (message.botId !== call.workspace.botId) throw new ApiError(otherwise);
  return message;
}

const seenBy = (channel: Channel, teamId: string): boolean =>
  channel.teamId === teamId || channel.sharedWith.includes(teamId);
