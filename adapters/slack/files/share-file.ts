import { setTimeout as delay } from 'node:timers/promises';
import type { types } from '@slack/bolt';
import { z } from 'zod';
import type { Address, MessageRef } from '../../../src/chat/address.ts';
import type { OutgoingMessage } from '../../../src/chat/message.ts';
import { PlatformError } from '../../../src/chat/platform-error.ts';
import { renderAuthor, renderSaidAt } from '../rendering/render-message.ts';
import type { SlackCall } from '../calls/slack-calls.ts';
import { isAbsent } from '../calls/slack-errors.ts';
import { slackTimestamp } from '../slack-timestamp.ts';

const share = z.object({ ts: slackTimestamp, thread_ts: slackTimestamp.nullish() });
const shares = z.record(z.string(), z.array(share)).optional().catch(undefined);
const shared = z.object({ shares: z.object({ public: shares, private: shares }).optional().catch(undefined) });

type Shared = z.infer<typeof shared>;

const completed = z.object({ files: z.array(shared).catch([]) });
const fileInfo = z.object({ file: shared });

/** Slack shares a file a moment after it has said so: then it tells where, in ms. */
const LOOK_AFTER_MS = [150, 350, 1_000, 2_500];

/**
 * Shows an uploaded file in a conversation. The method knows no metadata: the file's id is what tells the post again, and
 * it can be called only once for each (docs.slack.dev/reference/methods/files.completeUploadExternal).
 */
export async function shareFile(
  to: Address,
  uploadId: string,
  message: OutgoingMessage,
  call: SlackCall,
): Promise<MessageRef> {
  const found = shareIn(to, await complete(to, uploadId, message, call));
  if (found) return found;
  for (const ms of LOOK_AFTER_MS) {
    await delay(ms);
    const looked = await findShared(to, uploadId, call).catch(() => null);
    if (looked) return looked;
  }
  throw new PlatformError('ambiguous', 'Slack has taken the file and does not say yet where it stands.');
}

async function complete(to: Address, id: string, message: OutgoingMessage, call: SlackCall): Promise<Shared> {
  const title = message.content.kind === 'file' ? message.content.file.name : id;
  const args = {
    files: [{ id, title }],
    channel_id: to.channelId,
    thread_ts: to.threadId,
    blocks: blocksOf(message),
  };
  try {
    return (await call('files.completeUploadExternal', args, completed)).files[0] ?? {};
  } catch (error) {
    if (!isAbsent(error, 'file_not_found')) throw error;
    // Its upload was completed before, and that answer was lost.
    throw new PlatformError('ambiguous', 'Slack had taken the file before: looking where it stands.');
  }
}

/** A file's post has the bot's own face: who sent it stands over it. */
function blocksOf({ author, saidAt }: OutgoingMessage): types.KnownBlock[] {
  const name = renderAuthor(author).username;
  const who: types.RichTextBlock = {
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: name ?? '', style: { bold: true } }] }],
  };
  return [...(name === undefined ? [] : [who]), ...(saidAt ? [renderSaidAt(saidAt)] : [])];
}

/** Where an uploaded file is shared in a conversation; null while it is not. */
export async function findShared(to: Address, uploadId: string, call: SlackCall): Promise<MessageRef | null> {
  try {
    return shareIn(to, (await call('files.info', { file: uploadId }, fileInfo)).file);
  } catch (error) {
    if (isAbsent(error, 'file_not_found', 'file_deleted')) return null;
    throw error;
  }
}

function shareIn(to: Address, { shares: where }: Shared): MessageRef | null {
  const here = [where?.public, where?.private].flatMap((channels) => channels?.[to.channelId] ?? []);
  const found = here.find(({ thread_ts }) => to.threadId === undefined || thread_ts === to.threadId);
  return found ? { ...to, messageId: found.ts } : null;
}
