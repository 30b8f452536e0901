import { expect, test } from '@jest/globals';
import { emojiText } from '../../../src/chat/emoji.ts';

test.each([
  ['👍', '👍'],
  ['❤️', '❤️'],
  ['1️⃣', '1️⃣'],
  ['partyparrot', ':partyparrot:'],
  ['+1', ':+1:'],
  ['café', ':café:'],
])('%s is written %s', (emoji, text) => {
  expect(emojiText(emoji)).toBe(text);
});
