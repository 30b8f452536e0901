import { fromCodePoints } from '../../../src/chat/emoji.ts';

/** The first reactions of Teams have names of their own (learn.microsoft.com/microsoftteams/…/subscribe-to-conversation-events). */
const NAMED: ReadonlyMap<string, string> = new Map([
  ['like', '👍'],
  ['plusOne', '👍'],
  ['heart', '❤️'],
  ['laugh', '😆'],
  ['surprised', '😮'],
  ['sad', '😢'],
  ['angry', '😠'],
]);

/** All others are code points and a name: `1f440_eyes`. Undefined for what a tenant has drawn itself. */
export function emojiOf(type: string): string {
  const [codePoints = ''] = type.split('_');
  return NAMED.get(type) ?? fromCodePoints(codePoints) ?? type;
}
