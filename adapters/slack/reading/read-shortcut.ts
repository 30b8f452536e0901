import { z } from 'zod';
import type { ShortcutUsed } from '../../../src/chat/inbound-event.ts';
import { plain } from '../../../src/chat/rich-text.ts';
import { keyOf } from './key-of.ts';
import { messageSchema } from './read-message.ts';
import { readFiles, readRichText } from '../text/read-rich-text.ts';
import { skipped, surprising, type Reading } from '../../../src/chat/reading.ts';
import { SLACK } from '../slack-config.ts';
import { SLACK_SHORTCUTS } from '../slack-surface.ts';
import { dateOf, slackTimestamp } from '../slack-timestamp.ts';

const id = z.string().min(1);

/** docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload */
const shortcutSchema = z.object({
  callback_id: id,
  trigger_id: id,
  action_ts: slackTimestamp,
  team: z.object({ id }).nullish(),
  user: z.object({ id, team_id: id.nullish() }),
  channel: z.object({ id }),
  message: messageSchema,
});

/** A shortcut from a message's menu. */
export function readShortcut(body: unknown): Reading<ShortcutUsed> {
  const shortcut = shortcutSchema.safeParse(body).data;
  const workspaceId = shortcut?.team?.id ?? shortcut?.user.team_id;
  if (!shortcut || !workspaceId) return surprising('malformed message shortcut');
  const { callback_id: name, trigger_id, action_ts, user, channel, message } = shortcut;
  if (!Object.hasOwn(SLACK_SHORTCUTS, name)) return skipped('shortcut that is none of ours');
  return {
    kind: 'shortcut-used',
    key: keyOf(SLACK, channel.id, message.ts, 'shortcut', user.id, trigger_id),
    platform: SLACK,
    workspaceId,
    channelId: channel.id,
    name,
    userId: user.id,
    messageId: message.ts,
    ...(message.thread_ts && message.thread_ts !== message.ts && { threadId: message.thread_ts }),
    text: [...readRichText(message), ...readFiles(message).flatMap(({ name }) => plain(`[file: ${name ?? 'a file'}]`))],
    at: dateOf(action_ts),
  };
}
