import type { Message, MessageReaction } from './world-types.ts';

/** The emoji of every workspace that tests use, by the names that Slack knows them by; a few have two. */
const EVERYWHERE = new Set(
  (
    '+1 thumbsup -1 thumbsdown heart tada eyes white_check_mark ticket wave pray fire bug raised_hands ok_hand ' +
    'rotating_light warning question exclamation hourglass x'
  ).split(' '),
);

/** Whether the home workspace has an emoji of this name, with or without a tone of skin. People bring others along. */
export const isKnownEmoji = (name: string): boolean => EVERYWHERE.has(name.split('::')[0] ?? '');

/** @returns null when the user has reacted so already, or has not */
export function withReaction(message: Message, user: string, name: string, isOn: boolean): Message | null {
  const before = message.reactions ?? [];
  const known = before.find((reaction) => reaction.name === name) ?? { name, users: [] };
  if (known.users.includes(user) === isOn) return null;
  const users = isOn ? [...known.users, user] : known.users.filter((other) => other !== user);
  const others = before.filter((reaction) => reaction.name !== name);
  const reactions: MessageReaction[] = users.length === 0 ? others : [...others, { name, users }];
  return { ...message, reactions };
}
