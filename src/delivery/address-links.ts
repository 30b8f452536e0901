import type { PlatformName } from '../chat/address.ts';
import type { Card, CardAction, CardBlock, CardItem } from '../chat/card.ts';
import type { ChatPlatform } from '../chat/chat-platform.ts';
import type { OutgoingMessage } from '../chat/message.ts';

/** The same message, with the addresses of what its card leads to. */
export async function addressMessage<Message extends OutgoingMessage>(
  platforms: ReadonlyMap<string, ChatPlatform>,
  shownOn: PlatformName,
  message: Message,
): Promise<Message> {
  const { content } = message;
  if (content.kind !== 'card') return message;
  return { ...message, content: { ...content, card: await addressLinks(platforms, shownOn, content.card) } };
}

/**
 * Gives the links of a card that lead to other platforms their addresses: each platform makes those of its own messages.
 * A link is a convenience: where none can be had, the card goes without it.
 * @param shownOn whose card it is: it knows its own messages' addresses
 */
export async function addressLinks(
  platforms: ReadonlyMap<string, ChatPlatform>,
  shownOn: PlatformName,
  { blocks }: Card,
): Promise<Card> {
  const address = async <Link extends CardItem | LinkAction>(link: Link): Promise<Link> => {
    if (link.to === undefined || link.to.platform === shownOn) return link;
    const url = await platforms.get(link.to.platform)?.permalink?.(link.to);
    return url === undefined ? link : { ...link, url };
  };
  const inBlock = async (block: CardBlock): Promise<CardBlock> => {
    if (block.kind === 'item') return address(block);
    if (block.kind !== 'actions') return block;
    const actions = block.actions.map(async (action) => (action.kind === 'link' ? address(action) : action));
    return { ...block, actions: await Promise.all(actions) };
  };
  return { blocks: await Promise.all(blocks.map(inBlock)) };
}

type LinkAction = Extract<CardAction, { kind: 'link' }>;
