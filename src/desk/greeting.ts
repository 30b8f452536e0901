import type { ChannelFound } from '../chat/inbound-event.ts';
import { plain, type RichText } from '../chat/rich-text.ts';
import { typed } from '../chat/rich-text/own-words.ts';
import type { Composer } from '../delivery/compose.ts';
import { planThread } from '../delivery/find-conversation.ts';
import { findChannel } from '../directory/find-channel.ts';
import type { Unit } from '../storage/unit.ts';
import type { DeskDeps } from './desk-deps.ts';
import { orderSignAt } from './order-sign.ts';
import { recordEvent } from './seen-event.schema.ts';
import type { WordsDeps } from './ticket-words.ts';

/** What the bot says where it was invited and nothing is connected yet. */
export const GREETING = 'greeting';

const words = (sign: string): RichText => [
  {
    type: 'paragraph',
    children: typed(
      'Switchboard turns messages into support tickets and carries the answers back.\n' +
        `An admin connects this channel with \`${sign}desk merchant Acme\` (a merchant asks here) ` +
        `or \`${sign}desk here\` (agents answer here).`,
    ),
  },
];

const GUEST_WORDS = [
  'This channel is connected: each message that asks for something goes to support, and the answer comes back here.',
  'To end that, remove Switchboard from the channel.',
].join('\n');

interface Place extends Record<string, unknown> {
  readonly platform: string;
  readonly channelId: string;
  /** It connected itself. */
  readonly isGuests?: boolean;
}

/**
 * Once for each channel, however often it is invited.
 * @param isGuests the channel is connected
 * @returns false when there is nothing to say
 */
export async function greet(
  { outbox, clock }: DeskDeps,
  unit: Unit,
  { key: invited, platform, workspaceId, channelId }: ChannelFound,
  isGuests = false,
): Promise<boolean> {
  if (!(await recordEvent(unit, invited, clock.now()))) return false;
  const conversation = await planThread(unit, { platform, workspaceId, channelId });
  const payload: Place = { platform, channelId, isGuests };
  const key = `${GREETING}:${isGuests ? 'guest:' : ''}${platform}:${channelId}`;
  return outbox.post(unit, { key, conversation, composer: GREETING, payload, opensThread: true });
}

/** Says nothing where somebody was faster. */
export function createGreetingComposer({ storage, platforms }: WordsDeps & Pick<DeskDeps, 'platforms'>): Composer {
  return async (payload) => {
    const { platform, channelId, isGuests } = payload as Place;
    if (isGuests) return { content: { kind: 'text', text: plain(GUEST_WORDS) } };
    const isConnected = await storage.read((reader) => findChannel(reader, platform, channelId));
    return isConnected ? null : { content: { kind: 'text', text: words(orderSignAt(platforms, { platform })) } };
  };
}
