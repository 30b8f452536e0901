import type { CommandGiven, MessageSaid } from '../../chat/inbound-event.ts';
import { visibleText } from '../../chat/rich-text.ts';
import type { Clock } from '../../clock.ts';
import { findChannel } from '../../directory/find-channel.ts';
import { isLinkOpen } from '../../directory/installations/make-install-link.ts';
import type { Reader } from '../../storage/unit.ts';
import { ticketIdOf } from '../../tickets/ticket.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { plainWord, readWords } from './read-words.ts';
import { SUBCOMMANDS } from './subcommands.ts';

/**
 * In a merchant's place only words that are exactly an order are one, where nothing else says so: "help me with my payout"
 * is meant for support; and so is "join", unless it brings the code of a link that still works.
 * @returns what was said; null for an order
 */
export async function meantForSupport({ storage, clock }: DeskDeps, event: CommandGiven): Promise<MessageSaid | null> {
  const { said, platform, channelId } = event;
  if (!said) return null;
  return storage.read(async (reader) => {
    const channel = await findChannel(reader, platform, channelId);
    if (channel?.role !== 'merchant') return null;
    return (await isExactly(reader, clock, event)) ? null : said;
  });
}

async function isExactly(reader: Reader, clock: Clock, { platform, name, text }: CommandGiven): Promise<boolean> {
  if (name === 'join') return isLinkOpen(reader, clock, platform, visibleText(text).trim());
  if (name === 'ticket') return isOfTicket(visibleText(text).trim());
  const [first, ...others] = readWords(text);
  const subcommand = SUBCOMMANDS.get(plainWord(first) ?? '');
  if (!subcommand) return first === undefined;
  return others.length === 0 || subcommand.usages.some((usage) => usage.split(' ').length > 2);
}

const isOfTicket = (words: string): boolean => /^(list)?$/i.test(words) || ticketIdOf(words) !== null;
