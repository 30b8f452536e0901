import type { CommandGiven, MessageSaid } from '../../chat/inbound-event.ts';
import { visibleText } from '../../chat/rich-text.ts';
import { findChannel } from '../../directory/find-channel.ts';
import { ticketIdOf } from '../../tickets/ticket.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { plainWord, readWords } from './read-words.ts';
import { SUBCOMMANDS } from './subcommands.ts';

/**
 * In a merchant's place only words that are exactly an order are one, where nothing else says so: "help me with my payout"
 * is meant for support.
 * @returns what was said; null for an order
 */
export async function meantForSupport({ storage }: DeskDeps, event: CommandGiven): Promise<MessageSaid | null> {
  const { said, platform, channelId } = event;
  if (!said || isExactly(event)) return null;
  const channel = await storage.read((reader) => findChannel(reader, platform, channelId));
  return channel?.role === 'merchant' ? said : null;
}

function isExactly({ name, text }: CommandGiven): boolean {
  if (name === 'join') return true;
  if (name === 'ticket') return isOfTicket(visibleText(text).trim());
  const [first, ...others] = readWords(text);
  const subcommand = SUBCOMMANDS.get(plainWord(first) ?? '');
  if (!subcommand) return first === undefined;
  return others.length === 0 || subcommand.usages.some((usage) => usage.split(' ').length > 2);
}

const isOfTicket = (words: string): boolean => /^(list)?$/i.test(words) || ticketIdOf(words) !== null;
