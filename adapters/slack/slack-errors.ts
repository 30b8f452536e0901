import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { PlatformError, type PlatformErrorKind } from '../../src/chat/platform-error.ts';
import { NetworkFailure } from './fetch-from-slack.ts';
import { SLACK_METHODS, type SlackMethod } from './slack-surface.ts';

/** `lost`: it may have been done. For a method that may be repeated that is `transient`, otherwise `ambiguous`. */
type Fault = readonly [kind: PlatformErrorKind | 'lost', advice: string];

const TOKEN = 'check SLACK_BOT_TOKEN, and that the app is still installed';
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
const NOT_DONE = 'it will be tried again';
const UNSURE = 'Slack failed on its side, so it may or may not have been done';

/** How long to wait when Slack names no time, in ms: its limits count by the minute. */
const RETRY_AFTER_MS = 30_000;

/** Every error code of the methods we call (docs.slack.dev/reference/methods), each decided on purpose. */
export const SLACK_ERRORS: ReadonlyMap<string, Fault> = new Map<string, Fault>([
  ['invalid_auth', ['unauthorized', TOKEN]],
  ['not_authed', ['unauthorized', TOKEN]],
  ['account_inactive', ['unauthorized', TOKEN]],
  ['token_revoked', ['unauthorized', TOKEN]],
  ['token_expired', ['unauthorized', TOKEN]],
  ['missing_scope', ['unauthorized', REINSTALL]],
  ['no_permission', ['unauthorized', REINSTALL]],
  ['not_allowed_token_type', ['unauthorized', REINSTALL]],
  ['access_denied', ['unauthorized', POLICY]],
  ['accesslimited', ['unauthorized', POLICY]],
  ['ekm_access_denied', ['unauthorized', POLICY]],
  ['enterprise_is_restricted', ['unauthorized', POLICY]],
  ['forbidden_team', ['unauthorized', POLICY]],
  ['team_access_not_granted', ['unauthorized', POLICY]],
  ['two_factor_setup_required', ['unauthorized', POLICY]],
  [
    'cannot_install_an_org_installed_app',
    ['unauthorized', 'the whole organisation has the app; install it in one workspace'],
  ],
  ['bad_client_secret', ['unauthorized', CLIENT]],
  ['invalid_client_id', ['unauthorized', CLIENT]],

  ['channel_not_found', ['gone', PLACE]],
  ['not_in_channel', ['gone', 'invite the bot to the channel']],
  ['is_archived', ['gone', 'the channel is archived; unarchive it, or connect another']],
  ['is_inactive', ['gone', 'the channel is frozen, archived or deleted']],
  ['message_not_found', ['gone', 'the message was deleted']],
  ['thread_not_found', ['gone', "the thread's first message was deleted"]],
  ['user_not_found', ['gone', PERSON]],
  ['user_not_visible', ['gone', PERSON]],
  ['user_disabled', ['gone', PERSON]],
  ['invalid_code', ['gone', 'the code was used or is over; follow the link once more']],
  ['user_not_in_channel', ['gone', 'the person is not in the channel']],
  ['team_not_found', ['gone', 'the workspace is gone, or the app is not installed there']],

  ['restricted_action', ['rejected', CLOSED]],
  ['restricted_action_read_only_channel', ['rejected', CLOSED]],
  ['restricted_action_thread_only_channel', ['rejected', CLOSED]],
  ['restricted_action_non_threadable_channel', ['rejected', CLOSED]],
  ['restricted_action_thread_locked', ['rejected', CLOSED]],
  ['cannot_reply_to_message', ['rejected', CLOSED]],
  ['posting_to_channel_denied', ['rejected', CLOSED]],
  ['no_access', ['rejected', CLOSED]],
  ['send_on_behalf_not_allowed', ['rejected', CLOSED]],
  ['slack_connect_canvas_sharing_blocked', ['rejected', NO_FILES]],
  ['slack_connect_clip_sharing_blocked', ['rejected', NO_FILES]],
  ['slack_connect_file_link_sharing_blocked', ['rejected', NO_FILES]],
  ['slack_connect_file_upload_sharing_blocked', ['rejected', NO_FILES]],
  ['slack_connect_lists_sharing_blocked', ['rejected', NO_FILES]],
  ['slack_connect_blocked_file_type', ['rejected', NO_FILES]],
  ['blocked_file_type', ['rejected', NO_FILES]],
  ['unable_to_share_files', ['rejected', NO_FILES]],
  ['file_deleted', ['rejected', 'the file was deleted']],
  ['file_is_deleted', ['rejected', 'the file was deleted']],
  ['file_not_found', ['rejected', 'the file was deleted']],
  ['file_type_not_allowed', ['rejected', NO_FILES]],
  ['file_uploads_disabled', ['rejected', NO_FILES]],
  ['file_uploads_except_images_disabled', ['rejected', NO_FILES]],
  ['file_upload_size_restricted', ['rejected', 'the workspace takes no files of this size']],
  ['storage_limit_reached', ['rejected', 'the workspace has no room for more files']],
  ['cant_delete_file', ['rejected', 'only our own files can be deleted']],
  ['file_share_limit_reached', ['rejected', NO_FILES]],
  ['max_file_sharing_exceeded', ['rejected', NO_FILES]],
  ['cant_broadcast_message', ['rejected', 'this reply cannot be shown in the channel']],
  ['messages_tab_disabled', ['rejected', "turn on the Messages tab in the app's settings (App Home)"]],
  ['method_not_supported_for_channel_type', ['rejected', PLACE]],
  ['channel_type_not_supported', ['rejected', PLACE]],
  ['cannot_dm_bot', ['rejected', 'bots cannot be written to; choose a person']],
  ['cant_update_message', ['rejected', 'only our own posts can be edited']],
  ['cant_delete_message', ['rejected', 'only our own posts can be deleted']],
  ['compliance_exports_prevent_deletion', ['rejected', "the workspace's rules keep every message"]],
  ['invalid_name', ['rejected', 'the workspace has no emoji of this name']],
  ['too_many_emoji', ['rejected', 'the message bears as many emoji as Slack allows']],
  ['too_many_reactions', ['rejected', 'our bot has reacted to the message as often as Slack allows']],
  ['already_reacted', ['rejected', 'our bot has reacted so already']],
  ['no_reaction', ['rejected', 'our bot has not reacted so']],
  ['not_reactable', ['rejected', 'this can bear no emoji']],
  ['thread_locked', ['rejected', CLOSED]],
  ['edit_window_closed', ['rejected', 'the workspace no longer allows this edit']],
  ['msg_too_long', ['rejected', TOO_LONG]],
  ['msg_blocks_too_long', ['rejected', TOO_LONG]],
  ['metadata_too_large', ['rejected', TOO_LONG]],
  ['attachment_payload_limit_exceeded', ['rejected', TOO_LONG]],
  ['invalid_channel', ['gone', PLACE]],
  ['alt_txt_too_large', ['rejected', OUR_FAULT]],
  ['channels_limit_exceeded', ['rejected', OUR_FAULT]],
  ['missing_argument', ['rejected', OUR_FAULT]],
  ['snippet_too_large', ['rejected', OUR_FAULT]],
  ['unknown_snippet_type', ['rejected', OUR_FAULT]],
  ['unknown_subtype', ['rejected', OUR_FAULT]],
  ['as_user_not_supported', ['rejected', OUR_FAULT]],
  ['bad_timestamp', ['rejected', OUR_FAULT]],
  ['block_mismatch', ['rejected', OUR_FAULT]],
  ['duplicate_channel_not_found', ['rejected', OUR_FAULT]],
  ['duplicate_message_not_found', ['rejected', OUR_FAULT]],
  ['invalid_attachments', ['rejected', OUR_FAULT]],
  ['invalid_metadata_filter_keys', ['rejected', OUR_FAULT]],
  ['markdown_text_conflict', ['rejected', OUR_FAULT]],
  ['missing_file_data', ['rejected', OUR_FAULT]],
  ['no_dual_broadcast_content_update', ['rejected', OUR_FAULT]],
  ['too_many_contact_cards', ['rejected', OUR_FAULT]],
  ['deprecated_endpoint', ['rejected', RETIRED]],
  ['method_deprecated', ['rejected', RETIRED]],
  ['bad_redirect_uri', ['rejected', 'make PUBLIC_URL the host of redirect_urls in manifest.json']],
  ['oauth_authorization_url_mismatch', ['rejected', OUR_FAULT]],
  ['invalid_grant_type', ['rejected', OUR_FAULT]],
  ['invalid_refresh_token', ['rejected', OUR_FAULT]],
  ['no_scopes', ['rejected', OUR_FAULT]],
  ['not_bearer_token', ['rejected', OUR_FAULT]],
  ['no_item_specified', ['rejected', OUR_FAULT]],
  ['no_text', ['rejected', OUR_FAULT]],
  ['invalid_blocks', ['rejected', OUR_FAULT]],
  ['invalid_blocks_format', ['rejected', OUR_FAULT]],
  ['too_many_attachments', ['rejected', OUR_FAULT]],
  ['invalid_arguments', ['rejected', OUR_FAULT]],
  ['invalid_arg_name', ['rejected', OUR_FAULT]],
  ['invalid_array_arg', ['rejected', OUR_FAULT]],
  ['invalid_charset', ['rejected', OUR_FAULT]],
  ['invalid_cursor', ['rejected', OUR_FAULT]],
  ['invalid_form_data', ['rejected', OUR_FAULT]],
  ['invalid_json', ['rejected', OUR_FAULT]],
  ['invalid_limit', ['rejected', OUR_FAULT]],
  ['invalid_metadata_format', ['rejected', OUR_FAULT]],
  ['invalid_metadata_schema', ['rejected', OUR_FAULT]],
  ['invalid_post_type', ['rejected', OUR_FAULT]],
  ['invalid_ts_latest', ['rejected', OUR_FAULT]],
  ['invalid_ts_oldest', ['rejected', OUR_FAULT]],
  ['invalid_user_combination', ['rejected', OUR_FAULT]],
  ['json_not_object', ['rejected', OUR_FAULT]],
  ['metadata_must_be_sent_from_app', ['rejected', OUR_FAULT]],
  ['missing_post_type', ['rejected', OUR_FAULT]],
  ['not_enough_users', ['rejected', OUR_FAULT]],
  ['too_many_users', ['rejected', OUR_FAULT]],
  ['users_list_not_supplied', ['rejected', OUR_FAULT]],
  ['upgrade_required', ['rejected', OUR_FAULT]],
  ['expired_trigger_id', ['gone', 'it took too long; ask the person to do it again']],
  ['exchanged_trigger_id', ['gone', 'it was used before']],
  ['invalid_trigger_id', ['rejected', OUR_FAULT]],
  ['trigger_exchanged', ['gone', 'it was used before']],
  ['duplicate_external_id', ['rejected', OUR_FAULT]],
  ['push_limit_reached', ['rejected', OUR_FAULT]],
  ['hash_conflict', ['transient', `the view was changed meanwhile; ${NOT_DONE}`]],
  ['missing_profile_id', ['rejected', OUR_FAULT]],
  ['not_enabled', ['rejected', "turn on the Home tab in the app's settings (App Home)"]],
  ['not_implemented', ['rejected', OUR_FAULT]],
  ['view_too_large', ['rejected', OUR_FAULT]],
  ['unknown_method', ['rejected', 'check SLACK_API_URL']],

  ['ratelimited', ['rate-limited', NOT_DONE]],
  ['rate_limited', ['rate-limited', NOT_DONE]],
  ['message_limit_exceeded', ['rate-limited', NOT_DONE]],
  ['external_channel_migrating', ['transient', `the channel is being moved; ${NOT_DONE}`]],
  ['org_login_required', ['transient', `the workspace is being moved to an organisation; ${NOT_DONE}`]],
  ['streaming_state_conflict', ['transient', `the message is still being written; ${NOT_DONE}`]],
  ['team_added_to_org', ['transient', `the workspace is being moved to an organisation; ${NOT_DONE}`]],

  ['internal_error', ['lost', UNSURE]],
  ['fatal_error', ['lost', UNSURE]],
  ['service_unavailable', ['lost', UNSURE]],
  ['request_timeout', ['lost', UNSURE]],
  ['list_record_comment_fetch_failed', ['lost', UNSURE]],
  ['update_failed', ['lost', UNSURE]],
  ['file_update_failed', ['lost', UNSURE]],
  ['timezone_count_failed', ['lost', UNSURE]],
]);

/**
 * A code that nobody here knows. Slack has answered, so that it is not done, and nothing says that a repetition would
 * help: the delivery ends, a person sees why, and can have it tried again. Nothing is lost and nothing comes twice.
 */
const UNKNOWN: Fault = ['rejected', 'look this code up in the documentation of the method'];
const LOST: Fault = ['lost', 'it may or may not have been done'];

/** What a method answers when what it was to do is so already. */
const DONE: Partial<Record<SlackMethod, readonly string[]>> = {
  'chat.delete': ['message_not_found'],
  'files.delete': ['file_not_found', 'file_deleted'],
  'reactions.add': ['already_reacted', 'message_not_found'],
  'reactions.remove': ['no_reaction', 'message_not_found'],
};

const SLACK_CODE = /^[a-z][a-z0-9_]{1,80}$/;

/** The request never left, so that nothing was done: no connection, no such host, no trust in its certificate. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** A PlatformError that still knows what Slack called the fault; `code` is for this folder only. */
export class SlackError extends PlatformError {
  constructor(
    kind: PlatformErrorKind,
    message: string,
    readonly code: string,
    options: { readonly retryAfterMs?: number } = {},
  ) {
    super(kind, message, options);
  }
}

/** Whether a call failed because what it asked for does not exist. */
export const isAbsent = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof SlackError && codes.includes(error.code);

/** Whether a call failed because there was nothing left to do. */
export const isDone = (error: unknown, method: SlackMethod): boolean => isAbsent(error, ...(DONE[method] ?? []));

/**
 * What a failed call means for us. The SDK's error is never attached as a cause: it may carry headers with the token,
 * and the words of the message.
 */
export function toPlatformError(error: unknown, method: SlackMethod): PlatformError {
  if (error instanceof PlatformError) return error;
  if (error instanceof WebAPIRateLimitedError) return limited(method, error.retryAfter * 1000);
  if (error instanceof WebAPIPlatformError) return refused(error, method);
  if (error instanceof WebAPIHTTPError) return failed(method, `HTTP ${error.statusCode}`, httpFault(error.statusCode));
  const cause = error instanceof WebAPIRequestError ? error.original : error;
  const code = cause instanceof NetworkFailure ? cause.code : 'no answer';
  return failed(method, code, NEVER_SENT.has(code) ? ['transient', NOT_DONE] : LOST);
}

/** The answer came, said that all is well, and cannot be read. */
export const unreadableAnswer = (method: SlackMethod): PlatformError => failed(method, 'unreadable answer', LOST);

function refused({ data }: WebAPIPlatformError, method: SlackMethod): PlatformError {
  // The SDK puts a body that is no JSON (a proxy's page, an answer cut short) where the code belongs, or nothing.
  const code: unknown = data.error;
  if (typeof code !== 'string' || !SLACK_CODE.test(code)) return unreadableAnswer(method);
  const fault = SLACK_ERRORS.get(code) ?? UNKNOWN;
  if (fault[0] === 'rate-limited') return limited(method, (data.response_metadata?.retryAfter ?? 0) * 1000);
  return failed(method, code, fault, neededScope({ ...data }));
}

const limited = (method: SlackMethod, retryAfterMs: number): PlatformError =>
  new SlackError('rate-limited', `Slack limits ${method} for now: ${NOT_DONE}`, 'ratelimited', {
    retryAfterMs: retryAfterMs > 0 ? retryAfterMs : RETRY_AFTER_MS,
  });

function failed(method: SlackMethod, code: string, [kind, advice]: Fault, more = ''): PlatformError {
  const lost: PlatformErrorKind = SLACK_METHODS[method].repeatable ? 'transient' : 'ambiguous';
  return new SlackError(kind === 'lost' ? lost : kind, `Slack ${method} failed (${code}${more}): ${advice}`, code);
}

function httpFault(status: number): Fault {
  if (status >= 500 || status === 408) return LOST;
  if (status === 401 || status === 403) return ['unauthorized', TOKEN];
  return ['rejected', 'check SLACK_API_URL'];
}

function neededScope(data: Readonly<Record<string, unknown>>): string {
  const needed = data['needed'];
  return typeof needed === 'string' && /^[a-z:.,_ ]{1,200}$/.test(needed) ? `, needs ${needed}` : '';
}
