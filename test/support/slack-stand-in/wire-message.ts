import type { Thread } from './channel-messages.ts';
import type { Message, MessageReaction, Workspace } from './world-types.ts';

/** A message in Slack's own words, as events and answers carry it. */
export type WireMessage = Record<string, unknown>;

export type MetadataShown = 'whole' | 'type-only' | 'none';

export function wireMessage(message: Message, workspace: Workspace, metadata: MetadataShown): WireMessage {
  return {
    type: 'message',
    ...(message.subtype === undefined ? {} : { subtype: message.subtype }),
    ...authorOf(message, workspace),
    text: message.text,
    ts: message.ts,
    team: message.teamId,
    ...(message.clientMsgId === undefined ? {} : { client_msg_id: message.clientMsgId }),
    ...(message.blocks === undefined ? {} : { blocks: message.blocks }),
    ...(message.files === undefined ? {} : { files: message.files, upload: false }),
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    ...(message.reactions === undefined ? {} : { reactions: message.reactions.map(wireReaction) }),
    ...(message.subtype === 'tombstone' ? { hidden: true } : {}),
    ...(message.edited === undefined ? {} : { edited: message.edited }),
    ...wireMetadata(message, metadata),
  };
}

const wireReaction = ({ name, users }: MessageReaction) => ({ name, users, count: users.length });

/** A message that may be a thread's root: with replies it says how many there are and whose. */
export function wireRoot({ root, replies }: Thread, workspace: Workspace, metadata: MetadataShown): WireMessage {
  const wire = wireMessage(root, workspace, metadata);
  if (replies.length === 0) return wire;
  const people = [...new Set(replies.map((reply) => reply.user))];
  return {
    ...wire,
    thread_ts: root.ts,
    reply_count: replies.length,
    reply_users: people,
    reply_users_count: people.length,
    latest_reply: replies.at(-1)!.ts,
  };
}

function authorOf(message: Message, workspace: Workspace): WireMessage {
  // A file that a bot has shared names its account alone.
  if (message.botId === undefined || message.subtype === 'file_share') return { user: message.user };
  const { botId, appId } = message;
  // With another face than its own a bot's post has no user: it is a `bot_message` with that name.
  const face =
    message.username === undefined && message.iconUrl === undefined
      ? { user: message.user }
      : { username: message.username ?? workspace.appName, icons: { image_48: message.iconUrl ?? '' } };
  return { ...face, bot_id: botId, app_id: appId, bot_profile: botProfile(workspace) };
}

function botProfile(workspace: Workspace): WireMessage {
  return {
    id: workspace.botId,
    app_id: workspace.appId,
    name: workspace.appName,
    deleted: false,
    updated: 1_700_000_000,
    team_id: workspace.teamId,
  };
}

function wireMetadata({ metadata }: Message, shown: MetadataShown): WireMessage {
  if (metadata === undefined || shown === 'none') return {};
  return { metadata: shown === 'whole' ? metadata : { event_type: metadata.event_type, event_payload: {} } };
}
