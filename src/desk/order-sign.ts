import type { PlatformName } from '../chat/address.ts';
import type { ChatPlatform } from '../chat/chat-platform.ts';

/** A conversation in which words of ours are read that say how an order is written. */
export interface ReadAt {
  readonly platform: PlatformName;
  /** With our bot alone. */
  readonly isDirect?: boolean;
}

/** What stands before an order where it is read: the `/` of `/desk here`. */
export function orderSignAt(
  platforms: ReadonlyMap<string, ChatPlatform>,
  { platform, isDirect = false }: ReadAt,
): string {
  const sign = platforms.get(platform)?.abilities.orderSign;
  return (isDirect ? sign?.direct : sign?.inChannel) ?? '';
}
