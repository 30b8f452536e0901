/** Slack's payloads as they look on the wire, for one workspace, one app and one channel. */

export const APP = 'A0APP00001';
export const BOT_USER = 'U0BOT00001';
export const BOT = 'B0BOT00001';
export const TEAM = 'T0TEAM0001';
export const CHANNEL = 'C0CHAN0001';
export const PERSON = 'U0PERSON01';
export const TS = '1764000000.000247';

export const RECEIVER = { workspaceId: TEAM, appId: APP, botUserId: BOT_USER };

type Fields = Readonly<Record<string, unknown>>;

export const aMessage = (fields: Fields = {}) => ({
  type: 'message',
  channel: CHANNEL,
  channel_type: 'channel',
  user: PERSON,
  text: 'My payout is wrong',
  ts: TS,
  event_ts: TS,
  ...fields,
});

export const aPostOfOurs = (fields: Fields = {}) => ({
  ...aMessage({ user: BOT_USER, bot_id: BOT, app_id: APP }),
  metadata: { event_type: 'switchboard_delivery', event_payload: { key: 'delivery-1' } },
  ...fields,
});

export const aReaction = (fields: Fields = {}) => ({
  type: 'reaction_added',
  user: PERSON,
  reaction: 'ticket',
  item: { type: 'message', channel: CHANNEL, ts: TS },
  item_user: PERSON,
  event_ts: '1764000009.000100',
  ...fields,
});

export const aChannelEvent = (type: string, fields: Fields = {}) => ({
  type,
  channel: CHANNEL,
  event_ts: '1764000009.000100',
  ...fields,
});

export const aButton = (fields: Fields = {}) => ({
  type: 'button',
  action_id: 'accept:7',
  block_id: 'b1',
  text: { type: 'plain_text', text: 'Accept', emoji: false },
  action_ts: '1764000009.000100',
  ...fields,
});

export const aChoice = (value: string | null, fields: Fields = {}) => ({
  type: 'static_select',
  action_id: 'assign:7',
  block_id: 'b1',
  selected_option: value === null ? null : { text: { type: 'plain_text', text: 'Ada' }, value },
  action_ts: '1764000009.000100',
  ...fields,
});

export const aClick = (fields: Fields = {}) => ({
  type: 'block_actions',
  user: { id: PERSON, username: 'ada', team_id: TEAM },
  api_app_id: APP,
  token: 'legacy',
  container: { type: 'message', message_ts: TS, channel_id: CHANNEL, is_ephemeral: false },
  trigger_id: '1.2.abc',
  team: { id: TEAM, domain: 'acme' },
  enterprise: null,
  is_enterprise_install: false,
  channel: { id: CHANNEL, name: 'support' },
  message: { type: 'message', user: BOT_USER, bot_id: BOT, ts: TS, text: 'Acme needs you' },
  state: { values: {} },
  response_url: 'https://hooks.slack.test/actions/T0TEAM0001/1/secret',
  actions: [aButton()],
  ...fields,
});

export const anEnvelope = (event: unknown, fields: Fields = {}) => ({
  type: 'event_callback',
  token: 'legacy',
  team_id: TEAM,
  api_app_id: APP,
  event,
  event_id: 'Ev0001',
  event_time: 1764000000,
  authorizations: [
    { enterprise_id: null, team_id: TEAM, user_id: BOT_USER, is_bot: true, is_enterprise_install: false },
  ],
  ...fields,
});

export const aRichTextBlock = (...elements: unknown[]) => [{ type: 'rich_text', block_id: 'b1', elements }];

export const aSection = (...elements: unknown[]) => ({ type: 'rich_text_section', elements });
