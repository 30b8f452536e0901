/**
 * Everything of Slack that this adapter uses: manifest.json asks for exactly the scopes and events named here (a test
 * compares the two), and `SlackCall` calls no other method.
 */
interface MethodFacts {
  readonly scopes: readonly string[];
  /** Doing it twice is the same as doing it once, so that a lost answer is no more than a transient fault. */
  readonly repeatable: boolean;
}

const HISTORY = ['channels:history', 'groups:history', 'im:history'];
const POSTING = ['chat:write', 'chat:write.customize'];

export const SLACK_METHODS = {
  // With the app's own token, which has scopes of its own.
  'apps.connections.open': { scopes: [], repeatable: true },
  'auth.revoke': { scopes: [], repeatable: true },
  'auth.test': { scopes: [], repeatable: true },
  'chat.delete': { scopes: ['chat:write'], repeatable: true },
  'chat.postMessage': { scopes: POSTING, repeatable: false },
  'chat.postEphemeral': { scopes: POSTING, repeatable: false },
  'chat.update': { scopes: ['chat:write'], repeatable: true },
  'conversations.history': { scopes: HISTORY, repeatable: true },
  'conversations.info': { scopes: ['channels:read', 'groups:read'], repeatable: true },
  'conversations.open': { scopes: ['im:write'], repeatable: true },
  'conversations.replies': { scopes: HISTORY, repeatable: true },
  'files.completeUploadExternal': { scopes: ['files:write'], repeatable: false },
  'files.delete': { scopes: ['files:write'], repeatable: true },
  // A second upload is seen by nobody.
  'files.getUploadURLExternal': { scopes: ['files:write'], repeatable: true },
  'files.info': { scopes: ['files:read'], repeatable: true },
  // With the app's own client id and secret; a code is good for one time.
  'oauth.v2.access': { scopes: [], repeatable: false },
  'reactions.add': { scopes: ['reactions:write'], repeatable: true },
  'reactions.remove': { scopes: ['reactions:write'], repeatable: true },
  'views.open': { scopes: [], repeatable: false },
  'views.publish': { scopes: [], repeatable: true },
  'users.info': { scopes: ['users:read', 'users:read.email'], repeatable: true },
} as const satisfies Record<string, MethodFacts>;

export type SlackMethod = keyof typeof SLACK_METHODS;

/** Event types by the name they arrive under, and what must be subscribed to for them. */
export const SLACK_EVENTS = {
  message: { subscriptions: ['message.channels', 'message.groups'], scopes: ['channels:history', 'groups:history'] },
  channel_archive: { subscriptions: ['channel_archive'], scopes: ['channels:read'] },
  channel_deleted: { subscriptions: ['channel_deleted'], scopes: ['channels:read'] },
  channel_left: { subscriptions: ['channel_left'], scopes: ['channels:read'] },
  channel_unarchive: { subscriptions: ['channel_unarchive'], scopes: ['channels:read'] },
  group_archive: { subscriptions: ['group_archive'], scopes: ['groups:read'] },
  group_deleted: { subscriptions: ['group_deleted'], scopes: ['groups:read'] },
  group_left: { subscriptions: ['group_left'], scopes: ['groups:read'] },
  group_unarchive: { subscriptions: ['group_unarchive'], scopes: ['groups:read'] },
  member_joined_channel: { subscriptions: ['member_joined_channel'], scopes: ['channels:read', 'groups:read'] },
  app_uninstalled: { subscriptions: ['app_uninstalled'], scopes: [] },
  app_home_opened: { subscriptions: ['app_home_opened'], scopes: [] },
  reaction_added: { subscriptions: ['reaction_added'], scopes: ['reactions:read'] },
  reaction_removed: { subscriptions: ['reaction_removed'], scopes: ['reactions:read'] },
  tokens_revoked: { subscriptions: ['tokens_revoked'], scopes: [] },
} as const;

export type SlackEventType = keyof typeof SLACK_EVENTS;

/** Slash commands, by what stands behind the slash. */
export const SLACK_COMMANDS = {
  desk: {
    description: 'Set up and look after the support desk',
    usage_hint: 'here | merchant Acme | agent @ada | status | help',
  },
  ticket: {
    description: 'Open a ticket, or look at yours',
    usage_hint: '[what it is about] | list | SB-1042',
  },
} as const;

export type SlackCommand = keyof typeof SLACK_COMMANDS;

/** What a message's own menu offers, by our own word. */
export const SLACK_SHORTCUTS = {
  'open-ticket': { name: 'Open a ticket', type: 'message', description: 'Ask the support desk about this message' },
} as const;

export type SlackShortcut = keyof typeof SLACK_SHORTCUTS;

/** What any of them needs. */
const COMMAND_SCOPES = ['commands'] as const;

/** Everything that the app asks for when it is installed, in order, as manifest.json has it. */
export const BOT_SCOPES: readonly string[] = [
  ...new Set([
    ...COMMAND_SCOPES,
    ...[...Object.values(SLACK_METHODS), ...Object.values(SLACK_EVENTS)].flatMap(scopesOf),
  ]),
].sort();

function scopesOf({ scopes }: { readonly scopes: readonly string[] }): readonly string[] {
  return scopes;
}
