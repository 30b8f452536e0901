import type { Channel, User } from '../world-types.ts';
import { requireChannel, requireUser, type Call, type Outcome } from './method.ts';

/** docs.slack.dev/reference/methods/auth.test */
export function testAuth({ workspace }: Call): Outcome {
  return {
    body: {
      url: `https://${workspace.name.toLowerCase()}.slack.example/`,
      team: workspace.name,
      user: workspace.appName.toLowerCase(),
      team_id: workspace.teamId,
      user_id: workspace.botUserId,
      bot_id: workspace.botId,
      is_enterprise_install: false,
    },
  };
}

/** docs.slack.dev/reference/methods/bots.info: the way from a token's bot to its app. */
export function describeBot({ workspace }: Call): Outcome {
  const { botId, botUserId, appId, appName } = workspace;
  return { body: { bot: { id: botId, app_id: appId, user_id: botUserId, name: appName, deleted: false } } };
}

/** docs.slack.dev/reference/methods/conversations.info */
export function describeChannel(call: Call): Outcome {
  return { body: { channel: wireChannel(requireChannel(call)) } };
}

/** docs.slack.dev/reference/methods/conversations.open, for one person. */
export function openConversation(call: Call): Outcome {
  const user = requireUser(call, call.args.required('users', 'users_list_not_supplied'));
  const channel = call.world.openDirect(call.workspace.teamId, user.id);
  return { body: { channel: call.args.flag('return_im') ? wireChannel(channel) : { id: channel.id } } };
}

/** docs.slack.dev/reference/methods/users.info */
export function describeUser(call: Call): Outcome {
  const user = requireUser(call, call.args.required('user', 'user_not_found'));
  return { body: { user: user.teamId === call.workspace.teamId ? wireUser(user) : wireStranger(user) } };
}

function wireChannel(channel: Channel): Record<string, unknown> {
  return {
    id: channel.id,
    ...(channel.type === 'im' ? { user: channel.members[0] } : { name: channel.name }),
    is_channel: channel.type === 'channel',
    is_group: channel.type === 'group',
    is_im: channel.type === 'im',
    is_private: channel.type !== 'channel',
    is_archived: channel.isArchived,
    is_member: channel.botIsMember,
    is_ext_shared: channel.sharedWith.length > 0,
    context_team_id: channel.teamId,
  };
}

function wireUser(user: User): Record<string, unknown> {
  const { avatarUrl } = user;
  return {
    id: user.id,
    team_id: user.teamId,
    name: user.displayName.toLowerCase(),
    real_name: user.realName,
    deleted: user.isDeleted,
    is_bot: user.isBot,
    is_admin: user.isAdmin,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: user.isRestricted,
    is_ultra_restricted: false,
    tz: 'Europe/Berlin',
    profile: {
      display_name: user.displayName,
      real_name: user.realName,
      ...(user.email === undefined ? {} : { email: user.email }),
      ...(avatarUrl === undefined ? {} : { image_48: avatarUrl, image_72: avatarUrl, image_192: avatarUrl }),
    },
  };
}

/** Somebody of another company, in a shared channel: no more of them is shown than this. */
function wireStranger({ id, teamId, realName, isBot, isDeleted, avatarUrl }: User): Record<string, unknown> {
  return {
    id,
    team_id: teamId,
    deleted: isDeleted,
    is_bot: isBot,
    is_stranger: true,
    profile: { real_name: realName, ...(avatarUrl === undefined ? {} : { image_72: avatarUrl, image_192: avatarUrl }) },
  };
}
