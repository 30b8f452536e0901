import type { Thread } from '../channel-messages.ts';
import { isBroadcast, type Channel, type Message, type Workspace } from '../world-types.ts';
import { wireMessage, wireRoot, type MetadataShown } from '../wire-message.ts';
import type { SlackEvent } from './envelope.ts';

/** What an event says of the place where it happened, and how it shows metadata. */
export interface EventPlace {
  readonly channel: Channel;
  readonly workspace: Workspace;
  readonly metadata: MetadataShown;
}

/** docs.slack.dev/reference/events/message; a reply comes with its thread, whose replies it is among. */
export function messageEvent(message: Message, place: EventPlace, thread?: Thread): SlackEvent {
  return {
    ...wireMessage(message, place.workspace, place.metadata),
    ...(thread === undefined ? {} : aboutThread(message, thread, place)),
    ...whereAndWhen(place.channel, message.ts),
  };
}

/** A reply that goes to the channel, too, brings its root along for those who do not see the thread. */
function aboutThread(message: Message, thread: Thread, place: EventPlace): SlackEvent {
  if (isBroadcast(message)) return { root: wireRoot(thread, place.workspace, place.metadata) };
  return thread.root.user === undefined ? {} : { parent_user_id: thread.root.user };
}

/** docs.slack.dev/reference/events/message/message_changed; `ts` is the change's own. */
export function messageChangedEvent(message: Message, before: Message, ts: string, place: EventPlace): SlackEvent {
  return {
    type: 'message',
    subtype: 'message_changed',
    hidden: true,
    ts,
    message: wireMessage(message, place.workspace, place.metadata),
    previous_message: wireMessage(before, place.workspace, place.metadata),
    ...whereAndWhen(place.channel, ts),
  };
}

/** docs.slack.dev/reference/events/message/message_deleted */
export function messageDeletedEvent(message: Message, ts: string, place: EventPlace): SlackEvent {
  return {
    type: 'message',
    subtype: 'message_deleted',
    hidden: true,
    ts,
    deleted_ts: message.ts,
    previous_message: wireMessage(message, place.workspace, place.metadata),
    ...whereAndWhen(place.channel, ts),
  };
}

/** docs.slack.dev/reference/events/reaction_added and reaction_removed */
export function reactionEvent(
  { channel, ts, user: author }: Message,
  user: string,
  reaction: string,
  isOn: boolean,
  eventTs: string,
): SlackEvent {
  return {
    type: isOn ? 'reaction_added' : 'reaction_removed',
    user,
    reaction,
    ...(author === undefined ? {} : { item_user: author }),
    item: { type: 'message', channel, ts },
    event_ts: eventTs,
  };
}

function whereAndWhen(channel: Channel, ts: string): SlackEvent {
  return { channel: channel.id, event_ts: ts, channel_type: channel.type };
}
