import { emojiNamed, shortNameOf } from '../../../src/chat/emoji.ts';

/**
 * A reaction arrives by Slack's short name only, perhaps with a skin tone: `wave::skin-tone-2`.
 * @returns the character; the name itself where only the workspace knows what it stands for
 */
export const emojiOf = (name: string): string => emojiNamed(name) ?? name;

/** The short name of an emoji, as `emojiOf` gave it. Undefined for a character that Slack has no name for. */
export const nameOfEmoji = (emoji: string): string | undefined =>
  shortNameOf(emoji) ?? (/^[\p{L}\p{N}_+:'-]+$/u.test(emoji) ? emoji : undefined);
