import type { MessageRef } from '../../../src/chat/address.ts';
import type { Card, CardBlock } from '../../../src/chat/card.ts';
import type { OutgoingMessage } from '../../../src/chat/message.ts';
import { messageOf } from '../../../src/errors.ts';
import type { Log } from '../../../src/log.ts';
import type { Permalink } from './render-actions.ts';
import { permalinksOf, renderMessage, type RenderedMessage } from './render-message.ts';
import type { WhoAmI } from '../calls/slack-identity.ts';

export interface LinkDeps {
  readonly whoAmI: WhoAmI;
  readonly log: Log;
}

/** A message with its links to other messages. */
export async function renderWithLinks(message: OutgoingMessage, deps: LinkDeps): Promise<RenderedMessage> {
  const { content } = message;
  return renderMessage(message, content.kind === 'card' ? await linksOf(content.card, deps) : permalinksOf(undefined));
}

/** Where a card's links lead; where the workspace lives is asked only when there is one. */
export const linksOf = async ({ blocks }: Card, deps: LinkDeps): Promise<Permalink> =>
  permalinksOf(blocks.some(hasLink) ? await workspaceUrl(deps) : undefined);

/** Where one message is opened, for a card on another platform. */
export const permalinkOf = async (to: MessageRef, deps: LinkDeps): Promise<string | undefined> =>
  permalinksOf(await workspaceUrl(deps))(to);

const hasLink = (block: CardBlock): boolean =>
  block.kind === 'item'
    ? block.to !== undefined
    : block.kind === 'actions' && block.actions.some(({ kind }) => kind === 'link');

/** A link is a convenience: a post goes out without it rather than not at all. */
async function workspaceUrl({ whoAmI, log }: LinkDeps): Promise<string | undefined> {
  try {
    return (await whoAmI()).url;
  } catch (error) {
    log.warn({ reason: messageOf(error) }, 'a card goes to Slack without its link');
    return undefined;
  }
}
