import { z } from 'zod';
import type { ShortcutUsed } from '../../../src/chat/inbound-event.ts';
import { skipped, surprising, type Reading } from '../../../src/chat/reading.ts';
import { plain, type RichText } from '../../../src/chat/rich-text.ts';
import { soundText } from '../../../src/chat/rich-text/sound-text.ts';
import type { TeamsActivity } from '../activity.ts';
import { oneThread, placeOf } from '../place.ts';
import { TEAMS_SHORTCUTS } from '../teams-surface.ts';
import { keyOf } from './key-of.ts';
import { readHtml } from './read-html.ts';

const id = z.string().min(1).max(190);

const messageSchema = z.object({
  id,
  replyToId: id.nullish().catch(undefined),
  body: z.object({ contentType: z.string(), content: z.string() }).nullish().catch(undefined),
  attachments: z
    .array(z.object({ contentType: z.string(), name: z.string().nullish() }))
    .nullish()
    .catch(undefined),
});

type Message = z.output<typeof messageSchema>;

/** learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/action-commands/create-task-module */
const shortcutSchema = z.object({ commandId: id, messagePayload: messageSchema });

/** A command of our message extension, from a message's own menu. */
export function readShortcut(activity: TeamsActivity): Reading<ShortcutUsed> {
  const shortcut = shortcutSchema.safeParse(activity.value).data;
  if (!shortcut || activity.id === undefined) return surprising('malformed command on a message');
  const { commandId: name, messagePayload: message } = shortcut;
  if (!Object.hasOwn(TEAMS_SHORTCUTS, name)) return skipped('command on a message that is none of ours');
  const { platform, workspaceId, channelId, threadId: conversation } = placeOf(activity);
  const threadId = oneThread(channelId) ?? message.replyToId ?? conversation;
  return {
    kind: 'shortcut-used',
    key: keyOf(channelId, message.id, 'shortcut', activity.from.id, activity.id),
    platform,
    workspaceId,
    channelId,
    name,
    userId: activity.from.id,
    messageId: message.id,
    ...(threadId !== undefined && threadId !== message.id && { threadId }),
    text: textOf(message),
    at: activity.timestamp,
  };
}

/** The names of people stay words: the message is shown as it is, not sent to them once more. */
const textOf = ({ body, attachments }: Message): RichText => [
  ...(body ? readBody(body) : []),
  ...(attachments ?? []).flatMap(({ contentType, name }) =>
    contentType === FILE ? plain(`[file: ${soundText(name ?? 'a file')}]`) : [],
  ),
];

const readBody = ({ contentType, content }: NonNullable<Message['body']>): RichText =>
  contentType === 'html'
    ? readHtml(content, (_, shown) => ({ type: 'text', value: `@${soundText(shown)}` }))
    : plain(soundText(content));

/** What Teams calls a file that stands in a library of the tenant's. */
const FILE = 'reference';
