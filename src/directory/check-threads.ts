import type { Address } from '../chat/address.ts';
import type { ChatPlatform } from '../chat/chat-platform.ts';
import { refuse } from '../errors.ts';

/** At a desk each ticket has a thread of its own. @throws AppError for a conversation that goes on as one */
export function checkThreads(
  platforms: ReadonlyMap<string, ChatPlatform>,
  { platform, channelId }: Pick<Address, 'platform' | 'channelId'>,
): void {
  if (platforms.get(platform)?.abilities.oneThread?.(channelId) === undefined) return;
  throw refuse('A chat has no threads, and a desk needs one for each ticket. Make a channel of a team the desk.');
}
