import { randomUUID } from 'node:crypto';
import type { Thread } from '../channel-messages.ts';
import type { EventDispatcher } from '../events/event-dispatcher.ts';
import { eventFile } from '../files/file-store.ts';
import type { SlackEvent } from '../events/envelope.ts';
import {
  messageChangedEvent,
  messageDeletedEvent,
  messageEvent,
  reactionEvent,
  type EventPlace,
} from '../events/message-events.ts';
import type {
  CommandRequest,
  DeleteFileRequest,
  EditRequest,
  Forgery,
  HttpResult,
  InviteRequest,
  ReactRequest,
  RemoveRequest,
  Said,
  SayRequest,
  SentEvent,
} from '../protocol.ts';
import { withReaction } from '../reactions.ts';
import { now, wholeSeconds } from '../time.ts';
import type { Channel, Message } from '../world-types.ts';
import type { World } from '../world.ts';
import { interactionName } from './compose-click.ts';
import { composeText } from './compose-text.ts';

/** A message as said, with its event on the way. */
export interface SaidWithResult extends Said {
  readonly first: Promise<HttpResult>;
}

/** What people do in Slack: it changes the world, and the app is told. */
export class People {
  constructor(
    private readonly world: World,
    private readonly events: EventDispatcher,
  ) {}

  say(request: SayRequest): SaidWithResult {
    const { message, event, place } = this.#compose(request);
    this.world.messagesOf(message.channel).add(message);
    const { eventId, first } = this.events.dispatch(event, place.workspace, request.delivery);
    const thread = message.threadTs === undefined ? {} : { threadTs: message.threadTs };
    return { channel: message.channel, ts: message.ts, ...thread, eventId, first };
  }

  /** Sends what would be sent if it had been said, but nobody said it. */
  forge(request: SayRequest, how: Forgery): Promise<HttpResult> {
    const { event, place } = this.#compose(request);
    return this.events.forge(event, place.workspace, how, request.delivery?.to);
  }

  edit({ channel, ts, text, delivery }: EditRequest): SentEvent {
    const place = this.#place(channel);
    const before = this.world.message(channel, ts);
    const editedAt = this.world.timestamps.next();
    const edited = { user: before.user ?? '', ts: wholeSeconds(editedAt) };
    const message: Message = { ...before, ...composeText(text), edited };
    this.world.messagesOf(channel).replace(message);
    const event = messageChangedEvent(message, before, editedAt, place);
    return { eventId: this.events.dispatch(event, place.workspace, delivery).eventId };
  }

  remove({ channel, ts, delivery }: RemoveRequest): SentEvent {
    const place = this.#place(channel);
    const message = this.world.message(channel, ts);
    const left = this.world.messagesOf(channel).remove(message, now());
    const removedAt = this.world.timestamps.next();
    const event = left
      ? messageChangedEvent(left, message, removedAt, place)
      : messageDeletedEvent(message, removedAt, place);
    return { eventId: this.events.dispatch(event, place.workspace, delivery).eventId };
  }

  /** The file leaves a tombstone in its message, which is shown anew. */
  deleteFile({ id, channel, ts }: DeleteFileRequest): SentEvent {
    const place = this.#place(channel);
    const { files } = this.world;
    files.put({ ...files.find(id)!, isDeleted: true });
    const before = this.world.message(channel, ts);
    const left = (before.files ?? []).map((file) => (file['id'] === id ? { id, mode: 'tombstone' } : file));
    const message: Message = { ...before, files: left };
    this.world.messagesOf(channel).replace(message);
    const event = messageChangedEvent(message, before, this.world.timestamps.next(), place);
    return { eventId: this.events.dispatch(event, place.workspace).eventId };
  }

  /** docs.slack.dev/reference/events/reaction_added */
  react({ channel, ts, user, reaction, removed, delivery }: ReactRequest): SentEvent {
    const place = this.#place(channel);
    const isOn = removed !== true;
    const before = this.world.message(channel, ts);
    const message = withReaction(before, this.world.user(user).id, reaction, isOn);
    if (message === null) throw new Error(`${user} ${isOn ? 'has' : 'has not'} reacted with ${reaction}.`);
    this.world.messagesOf(channel).replace(message);
    const event = reactionEvent(message, user, reaction, isOn, this.world.timestamps.next());
    return { eventId: this.events.dispatch(event, place.workspace, delivery).eventId };
  }

  /** docs.slack.dev/reference/events/member_joined_channel */
  inviteBot({ channel: channelId, inviter, delivery }: InviteRequest): SentEvent {
    const channel = this.world.putChannel({ ...this.world.channel(channelId), botIsMember: true });
    const workspace = this.world.workspace(channel.teamId);
    const event = {
      type: 'member_joined_channel',
      user: workspace.botUserId,
      channel: channel.id,
      channel_type: channel.type === 'group' ? 'G' : 'C',
      team: workspace.teamId,
      inviter: this.world.user(inviter).id,
      event_ts: this.world.timestamps.next(),
    };
    return { eventId: this.events.dispatch(event, workspace, delivery).eventId };
  }

  /** docs.slack.dev/interactivity/implementing-slash-commands */
  command({ command, text, channel: channelId, user: userId, to, triggerId }: CommandRequest): Promise<HttpResult> {
    // Commands come from everywhere, also from where the bot is not.
    const channel = this.world.channel(channelId);
    const workspace = this.world.workspace(channel.teamId);
    const user = this.world.user(userId);
    const fields = {
      token: 'legacy-verification-token',
      team_id: workspace.teamId,
      team_domain: workspace.name.toLowerCase(),
      channel_id: channel.id,
      channel_name: interactionName(channel),
      user_id: user.id,
      user_name: user.displayName.toLowerCase(),
      command,
      text,
      api_app_id: workspace.appId,
      is_enterprise_install: 'false',
      response_url: 'https://hooks.slack.example/commands/none',
      trigger_id: this.world.triggers.issue(user.id, triggerId),
    };
    return this.events.sendForm('/slack/commands', fields, to);
  }

  #compose(request: SayRequest): { message: Message; event: SlackEvent; place: EventPlace } {
    const place = this.#place(request.channel);
    const message = this.#composeMessage(request, place.channel);
    const event = messageEvent(message, place, this.#threadWith(message));
    return { message, event: { ...event, ...request.extra }, place };
  }

  /** The thread as it is once this reply is said, which it is not yet. */
  #threadWith(reply: Message): Thread | undefined {
    const { channel, threadTs } = reply;
    if (threadTs === undefined) return undefined;
    const replies = this.world.messagesOf(channel).replies(threadTs);
    return { root: this.world.message(channel, threadTs), replies: [...replies, reply] };
  }

  #composeMessage(request: SayRequest, channel: Channel): Message {
    const user = this.world.user(request.user);
    return {
      channel: channel.id,
      ts: this.world.timestamps.next(request.at),
      ...(request.threadTs === undefined ? {} : { threadTs: request.threadTs }),
      ...(request.subtype === undefined ? {} : { subtype: request.subtype }),
      ...this.#filesOf(request),
      at: now(),
      teamId: user.teamId,
      user: user.id,
      clientMsgId: randomUUID(),
      ...composeText(request.text),
    };
  }

  #filesOf({ files: ids = [] }: SayRequest): Pick<Message, 'subtype' | 'files'> {
    if (ids.length === 0) return {};
    const { files } = this.world;
    return { subtype: 'file_share', files: ids.map((id) => eventFile(files.find(id)!, files.origin())) };
  }

  #place(channelId: string): EventPlace {
    const channel = this.world.channel(channelId);
    if (!channel.botIsMember) throw new Error(`The bot is not in ${channelId}: Slack would send it no event.`);
    return { channel, workspace: this.world.workspace(channel.teamId), metadata: 'none' };
  }
}
