/**
 * - `said`: a person's words
 * - `bot`: posted by an app; ours is the receipt of a delivery, any other's is nobody's words
 * - `changed`: an edit, or one of the many other reasons for which Slack shows a message anew
 * - `deleted`: a message was taken away
 * - `notice`: Slack's own note that something happened in the channel
 */
export type SubtypeMeaning = 'said' | 'bot' | 'changed' | 'deleted' | 'notice';

/**
 * Every subtype of Slack's `message` event, decided on purpose (docs.slack.dev/reference/events/message, and those that
 * only the clients' history shows). One that is not here is new to us: left alone, with a line in the log.
 */
export const MESSAGE_SUBTYPES: ReadonlyMap<string, SubtypeMeaning> = new Map<string, SubtypeMeaning>([
  ['me_message', 'said'],
  // A reply that was also sent to the channel: one message, with one ts, wherever it is shown.
  ['thread_broadcast', 'said'],
  ['file_share', 'said'],

  ['bot_message', 'bot'],

  ['message_changed', 'changed'],
  ['message_deleted', 'deleted'],

  // Tells the parent that it has a reply; the reply itself comes as a message of its own.
  ['message_replied', 'notice'],
  // The old form of thread_broadcast: a pointer to the reply, without its words.
  ['reply_broadcast', 'notice'],
  // What Slackbot answers by a workspace's automatic responses: nobody said it.
  ['slackbot_response', 'notice'],
  // Stands where the first message of a thread was deleted.
  ['tombstone', 'notice'],

  ['assistant_app_thread', 'notice'],
  ['bot_add', 'notice'],
  ['bot_disable', 'notice'],
  ['bot_enable', 'notice'],
  ['bot_remove', 'notice'],
  ['bot_invite_sent', 'notice'],
  ['channel_archive', 'notice'],
  ['channel_canvas_updated', 'notice'],
  ['channel_convert_to_private', 'notice'],
  ['channel_convert_to_public', 'notice'],
  ['channel_join', 'notice'],
  ['channel_leave', 'notice'],
  ['channel_name', 'notice'],
  ['channel_posting_permissions', 'notice'],
  ['channel_purpose', 'notice'],
  ['channel_topic', 'notice'],
  ['channel_unarchive', 'notice'],
  ['document_mention', 'notice'],
  ['ekm_access_denied', 'notice'],
  ['file_comment', 'notice'],
  ['file_mention', 'notice'],
  ['group_archive', 'notice'],
  ['group_join', 'notice'],
  ['group_leave', 'notice'],
  ['group_name', 'notice'],
  ['group_posting_permissions', 'notice'],
  ['group_purpose', 'notice'],
  ['group_topic', 'notice'],
  ['group_unarchive', 'notice'],
  ['huddle_thread', 'notice'],
  ['joiner_notification', 'notice'],
  ['joiner_notification_for_inviter', 'notice'],
  ['pinned_item', 'notice'],
  ['unpinned_item', 'notice'],
  ['reminder_add', 'notice'],
  ['reminder_delete', 'notice'],
  ['sh_room_created', 'notice'],
  ['sh_room_shared', 'notice'],
]);
