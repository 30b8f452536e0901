import { PlatformError } from '../../../src/chat/platform-error.ts';

/** What can be wrong with a merchant's channel in the sandbox. */
export interface ChannelTrouble {
  /** Channels that are switched off: deliveries into them fail for now. */
  readonly offline: Set<string>;
  /** Channels from which Switchboard was removed: deliveries into them fail for good. */
  readonly removed: Set<string>;
}

/** As another platform would reject a request there; null when all is well. */
export function troubleOf({ offline, removed }: ChannelTrouble, channelId: string): PlatformError | null {
  if (removed.has(channelId)) return new PlatformError('gone', 'Switchboard was removed from the channel.');
  if (offline.has(channelId)) return new PlatformError('transient', 'The channel is out of reach.');
  return null;
}
