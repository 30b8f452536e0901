import type { PlatformErrorKind } from '../../../src/chat/platform-error.ts';

/** `lost`: it may have been done. For a method that may be repeated that is `transient`, otherwise `ambiguous`. */
export type Fault = readonly [kind: PlatformErrorKind | 'lost', advice: string];

export const TOKEN = 'check SLACK_BOT_TOKEN, or a guest’s installation, and that the app is still installed there';
const CLIENT = 'check SLACK_CLIENT_ID and SLACK_CLIENT_SECRET';
const REINSTALL = 'install the app again with the scopes of manifest.json';
const POLICY = "a workspace admin's policy forbids it; ask them to allow the app";
const CLOSED = 'the channel accepts no such post; ask its owner to let the app post';
const PLACE = 'check the channel id, and invite the bot to the channel';
const PERSON = 'the person has left, or is not visible to the app';
const NO_FILES = 'this file or link to one may not be shared there; ask the owners of the channel to allow it';
const TOO_LONG = 'shorten the message';
const RETIRED = 'Slack has retired this method; update Switchboard';
const OUR_FAULT = 'the request was malformed, which is a defect of Switchboard; please report it';
export const NOT_DONE = 'it will be tried again';
const UNSURE = 'Slack failed on its side, so it may or may not have been done';

/** Every error code of the methods we call (docs.slack.dev/reference/methods), each decided on purpose. */
const DECIDED: readonly (readonly [...Fault, codes: readonly string[]])[] = [
  ['unauthorized', TOKEN, ['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired']],
  ['unauthorized', REINSTALL, ['missing_scope', 'no_permission', 'not_allowed_token_type']],
  [
    'unauthorized',
    POLICY,
    [
      'access_denied',
      'accesslimited',
      'ekm_access_denied',
      'enterprise_is_restricted',
      'forbidden_team',
      'team_access_not_granted',
      'two_factor_setup_required',
    ],
  ],
  [
    'unauthorized',
    'the whole organisation has the app; install it in one workspace',
    ['cannot_install_an_org_installed_app'],
  ],
  ['unauthorized', CLIENT, ['bad_client_secret', 'invalid_client_id']],

  ['gone', PLACE, ['channel_not_found', 'invalid_channel']],
  ['gone', 'invite the bot to the channel', ['not_in_channel']],
  ['gone', 'the channel is archived; unarchive it, or connect another', ['is_archived']],
  ['gone', 'the channel is frozen, archived or deleted', ['is_inactive']],
  ['gone', 'the message was deleted', ['message_not_found']],
  ['gone', "the thread's first message was deleted", ['thread_not_found']],
  ['gone', PERSON, ['user_not_found', 'user_not_visible', 'user_disabled']],
  ['gone', 'the code was used or is over; follow the link once more', ['invalid_code']],
  ['gone', 'the person is not in the channel', ['user_not_in_channel']],
  ['gone', 'the workspace is gone, or the app is not installed there', ['team_not_found']],
  ['gone', 'it took too long; ask the person to do it again', ['expired_trigger_id']],
  ['gone', 'it was used before', ['exchanged_trigger_id', 'trigger_exchanged']],

  [
    'rejected',
    CLOSED,
    [
      'restricted_action',
      'restricted_action_read_only_channel',
      'restricted_action_thread_only_channel',
      'restricted_action_non_threadable_channel',
      'restricted_action_thread_locked',
      'cannot_reply_to_message',
      'posting_to_channel_denied',
      'no_access',
      'send_on_behalf_not_allowed',
      'thread_locked',
    ],
  ],
  [
    'rejected',
    NO_FILES,
    [
      'slack_connect_canvas_sharing_blocked',
      'slack_connect_clip_sharing_blocked',
      'slack_connect_file_link_sharing_blocked',
      'slack_connect_file_upload_sharing_blocked',
      'slack_connect_lists_sharing_blocked',
      'slack_connect_blocked_file_type',
      'blocked_file_type',
      'unable_to_share_files',
      'file_type_not_allowed',
      'file_uploads_disabled',
      'file_uploads_except_images_disabled',
      'file_share_limit_reached',
      'max_file_sharing_exceeded',
    ],
  ],
  ['rejected', 'the file was deleted', ['file_deleted', 'file_is_deleted', 'file_not_found']],
  ['rejected', 'the workspace takes no files of this size', ['file_upload_size_restricted']],
  ['rejected', 'the workspace has no room for more files', ['storage_limit_reached']],
  ['rejected', 'only our own files can be deleted', ['cant_delete_file']],
  ['rejected', 'this reply cannot be shown in the channel', ['cant_broadcast_message']],
  ['rejected', "turn on the Messages tab in the app's settings (App Home)", ['messages_tab_disabled']],
  ['rejected', PLACE, ['method_not_supported_for_channel_type', 'channel_type_not_supported']],
  ['rejected', 'bots cannot be written to; choose a person', ['cannot_dm_bot']],
  ['rejected', 'only our own posts can be edited', ['cant_update_message']],
  ['rejected', 'only our own posts can be deleted', ['cant_delete_message']],
  ['rejected', "the workspace's rules keep every message", ['compliance_exports_prevent_deletion']],
  ['rejected', 'the workspace has no emoji of this name', ['invalid_name']],
  ['rejected', 'the message bears as many emoji as Slack allows', ['too_many_emoji']],
  ['rejected', 'our bot has reacted to the message as often as Slack allows', ['too_many_reactions']],
  ['rejected', 'our bot has reacted so already', ['already_reacted']],
  ['rejected', 'our bot has not reacted so', ['no_reaction']],
  ['rejected', 'this can bear no emoji', ['not_reactable']],
  ['rejected', 'the workspace no longer allows this edit', ['edit_window_closed']],
  [
    'rejected',
    TOO_LONG,
    ['msg_too_long', 'msg_blocks_too_long', 'metadata_too_large', 'attachment_payload_limit_exceeded'],
  ],
  [
    'rejected',
    OUR_FAULT,
    [
      'alt_txt_too_large',
      'channels_limit_exceeded',
      'missing_argument',
      'snippet_too_large',
      'unknown_snippet_type',
      'unknown_subtype',
      'as_user_not_supported',
      'bad_timestamp',
      'block_mismatch',
      'duplicate_channel_not_found',
      'duplicate_message_not_found',
      'invalid_attachments',
      'invalid_metadata_filter_keys',
      'markdown_text_conflict',
      'missing_file_data',
      'no_dual_broadcast_content_update',
      'too_many_contact_cards',
      'oauth_authorization_url_mismatch',
      'invalid_grant_type',
      'invalid_refresh_token',
      'no_scopes',
      'not_bearer_token',
      'no_item_specified',
      'no_text',
      'invalid_blocks',
      'invalid_blocks_format',
      'too_many_attachments',
      'invalid_arguments',
      'invalid_arg_name',
      'invalid_array_arg',
      'invalid_charset',
      'invalid_cursor',
      'invalid_form_data',
      'invalid_json',
      'invalid_limit',
      'invalid_metadata_format',
      'invalid_metadata_schema',
      'invalid_post_type',
      'invalid_ts_latest',
      'invalid_ts_oldest',
      'invalid_user_combination',
      'json_not_object',
      'metadata_must_be_sent_from_app',
      'missing_post_type',
      'not_enough_users',
      'too_many_users',
      'users_list_not_supplied',
      'upgrade_required',
      'invalid_trigger_id',
      'duplicate_external_id',
      'push_limit_reached',
      'missing_profile_id',
      'not_implemented',
      'view_too_large',
    ],
  ],
  ['rejected', RETIRED, ['deprecated_endpoint', 'method_deprecated']],
  ['rejected', 'make PUBLIC_URL the host of redirect_urls in manifest.json', ['bad_redirect_uri']],
  ['rejected', "turn on the Home tab in the app's settings (App Home)", ['not_enabled']],
  ['rejected', 'check SLACK_API_URL', ['unknown_method']],

  ['rate-limited', NOT_DONE, ['ratelimited', 'rate_limited', 'message_limit_exceeded']],

  ['transient', `the view was changed meanwhile; ${NOT_DONE}`, ['hash_conflict']],
  ['transient', `the channel is being moved; ${NOT_DONE}`, ['external_channel_migrating']],
  [
    'transient',
    `the workspace is being moved to an organisation; ${NOT_DONE}`,
    ['org_login_required', 'team_added_to_org'],
  ],
  ['transient', `the message is still being written; ${NOT_DONE}`, ['streaming_state_conflict']],

  [
    'lost',
    UNSURE,
    [
      'internal_error',
      'fatal_error',
      'service_unavailable',
      'request_timeout',
      'list_record_comment_fetch_failed',
      'update_failed',
      'file_update_failed',
      'timezone_count_failed',
    ],
  ],
];

/** What each code means. */
export const SLACK_ERRORS: ReadonlyMap<string, Fault> = new Map(
  DECIDED.flatMap(([kind, advice, codes]) => codes.map((code): [string, Fault] => [code, [kind, advice]])),
);
