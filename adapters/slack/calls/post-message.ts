import { z } from 'zod';
import type { Address, MessageRef } from '../../../src/chat/address.ts';
import type { OutgoingMessage } from '../../../src/chat/message.ts';
import { PlatformError } from '../../../src/chat/platform-error.ts';
import { shareFile } from '../files/share-file.ts';
import { DELIVERY_EVENT_TYPE } from '../reading/read-message.ts';
import { renderAuthor } from '../rendering/render-message.ts';
import { renderWithLinks, type LinkDeps } from '../rendering/render-with-links.ts';
import type { SlackCall } from './slack-calls.ts';
import { slackTimestamp } from '../slack-timestamp.ts';

export interface PostDeps extends LinkDeps {
  readonly call: SlackCall;
}

const posted = z.object({ ts: slackTimestamp });
const whispered = z.object({ message_ts: slackTimestamp });
const updated = z.object({});

/** Posts once, with the delivery key in its metadata. A post that only one person sees carries no metadata. */
export async function postMessage(
  to: Address,
  message: OutgoingMessage,
  deliveryKey: string,
  deps: PostDeps,
): Promise<MessageRef> {
  const { content } = message;
  if (content.kind === 'file' && content.uploadId !== undefined) {
    return shareFile(to, content.uploadId, message, deps.call);
  }
  const args = {
    channel: to.channelId,
    thread_ts: to.threadId,
    ...(await renderWithLinks(message, deps)),
    ...renderAuthor(message.author),
  };
  if (to.visibleTo !== undefined) {
    const { message_ts } = await deps.call('chat.postEphemeral', { ...args, user: to.visibleTo }, whispered);
    return { ...to, messageId: message_ts };
  }
  const metadata = { event_type: DELIVERY_EVENT_TYPE, event_payload: { key: deliveryKey } };
  const announced = message.announce && to.threadId !== undefined ? { reply_broadcast: true } : {};
  const post = { ...args, ...announced, metadata, unfurl_links: false, unfurl_media: false };
  const { ts } = await deps.call('chat.postMessage', post, posted);
  return { ...to, messageId: ts };
}

/** Replaces a post of ours; its metadata stays (docs.slack.dev/reference/methods/chat.update), its author too. */
export async function editMessage(target: MessageRef, message: OutgoingMessage, deps: PostDeps): Promise<void> {
  if (target.visibleTo !== undefined) {
    throw new PlatformError('rejected', 'Slack cannot edit a post that only one person sees: post another one.');
  }
  const rendered = await renderWithLinks(message, deps);
  await deps.call('chat.update', { channel: target.channelId, ts: target.messageId, ...rendered }, updated);
}
