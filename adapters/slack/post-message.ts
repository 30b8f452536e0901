import { z } from 'zod';
import type { Address, MessageRef } from '../../src/chat/address.ts';
import type { Log } from '../../src/log.ts';
import { messageOf } from '../../src/errors.ts';
import type { OutgoingMessage } from '../../src/chat/message.ts';
import { PlatformError } from '../../src/chat/platform-error.ts';
import { DELIVERY_EVENT_TYPE } from './read-message.ts';
import { permalinksOf, renderAuthor, renderMessage, type RenderedMessage } from './render-message.ts';
import type { SlackCall } from './slack-calls.ts';
import type { WhoAmI } from './slack-identity.ts';
import { slackTimestamp } from './slack-timestamp.ts';

export interface PostDeps {
  readonly call: SlackCall;
  readonly whoAmI: WhoAmI;
  readonly log: Log;
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
  const args = {
    channel: to.channelId,
    thread_ts: to.threadId,
    ...(await render(message, deps)),
    ...renderAuthor(message.author),
  };
  if (to.visibleTo !== undefined) {
    const { message_ts } = await deps.call('chat.postEphemeral', { ...args, user: to.visibleTo }, whispered);
    return { ...to, messageId: message_ts };
  }
  const metadata = { event_type: DELIVERY_EVENT_TYPE, event_payload: { key: deliveryKey } };
  const post = { ...args, metadata, unfurl_links: false, unfurl_media: false };
  const { ts } = await deps.call('chat.postMessage', post, posted);
  return { ...to, messageId: ts };
}

/** Replaces a post of ours; its metadata stays (docs.slack.dev/reference/methods/chat.update), its author too. */
export async function editMessage(target: MessageRef, message: OutgoingMessage, deps: PostDeps): Promise<void> {
  if (target.visibleTo !== undefined) {
    throw new PlatformError('rejected', 'Slack cannot edit a post that only one person sees: post another one.');
  }
  const rendered = await render(message, deps);
  await deps.call('chat.update', { channel: target.channelId, ts: target.messageId, ...rendered }, updated);
}

async function render(message: OutgoingMessage, deps: PostDeps): Promise<RenderedMessage> {
  return renderMessage(message, permalinksOf(hasLink(message) ? await workspaceUrl(deps) : undefined));
}

const hasLink = ({ content }: OutgoingMessage): boolean =>
  content.kind === 'card' && content.card.blocks.some((block) => block.kind === 'message-link');

/** A link is a convenience: a post goes out without it rather than not at all. */
async function workspaceUrl({ whoAmI, log }: PostDeps): Promise<string | undefined> {
  try {
    return (await whoAmI()).url;
  } catch (error) {
    log.warn({ reason: messageOf(error) }, 'a card goes to Slack without its link');
    return undefined;
  }
}
