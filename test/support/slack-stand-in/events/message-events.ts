import type { Channel, Message, Workspace } from '../world-types.ts';
import { wireMessage, type MetadataShown } from '../wire-message.ts';
import type { SlackEvent } from './envelope.ts';

/** What an event says of the place where it happened, and how it shows metadata. */
export interface EventPlace {
  readonly channel: Channel;
  readonly workspace: Workspace;
  readonly metadata: MetadataShown;
}

/** docs.slack.dev/reference/events/message */
export function messageEvent(message: Message, place: EventPlace, root?: Message): SlackEvent {
  return {
    ...wireMessage(message, place.workspace, place.metadata),
    ...(root?.user === undefined ? {} : { parent_user_id: root.user }),
    ...whereAndWhen(place.channel, message.ts),
  };
}

/** docs.slack.dev/reference/events/message/message_changed */
export function messageChangedEvent(message: Message, before: Message, place: EventPlace): SlackEvent {
  const ts = message.edited?.ts ?? message.ts;
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

function whereAndWhen(channel: Channel, ts: string): SlackEvent {
  return { channel: channel.id, event_ts: ts, channel_type: channel.type };
}
