import { WEB_WORKSPACE } from '../chat/web-workspace.ts';
import type { Message, Origin } from './message.ts';

const LIVE = 'live:';
const SEPARATOR = '.';

/** Where something stands that was said in a ticket's live chat: in no conversation of its two sides. */
export const liveOrigin = (ticketId: number, userId: string, clientId: string): Origin => ({
  platform: WEB_WORKSPACE.platform,
  channelId: `${LIVE}${ticketId}`,
  nativeId: `${userId}${SEPARATOR}${clientId}`,
});

export const wasSaidLive = ({ channelId }: Pick<Message, 'channelId'>): boolean => channelId?.startsWith(LIVE) === true;

/** What the page that said it called it; null for what was not said live. */
export const clientIdOf = (message: Pick<Message, 'channelId' | 'nativeId'>): string | null =>
  wasSaidLive(message) ? (message.nativeId?.split(SEPARATOR).at(-1) ?? null) : null;
