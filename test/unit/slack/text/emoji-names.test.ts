import { expect, test } from '@jest/globals';
import { emojiOf, nameOfEmoji } from '../../../../adapters/slack/text/emoji-names.ts';

test.each(['ticket', '+1', 'heart', 'tada', 'eyes', 'white_check_mark', 'wave::skin-tone-2', 'one', 'flag-at'])(
  '%s there and back',
  (name) => {
    expect(emojiOf(name)).toMatch(/\P{ASCII}/u);
    expect(nameOfEmoji(emojiOf(name))).toBe(name);
  },
);

test('a character goes back to the name that Slack itself uses', () => {
  expect(nameOfEmoji(emojiOf('thumbsup'))).toBe('+1');
});

test('a character is known with and without its variation selector', () => {
  expect(nameOfEmoji('❤')).toBe('heart');
  expect(nameOfEmoji('❤️')).toBe('heart');
});

test.each(['partyparrot', 'café', 'party-blob'])('%s, which only a workspace knows, keeps its own name', (name) => {
  expect(nameOfEmoji(emojiOf(name))).toBe(name);
});

test.each(['🦜🦜', '\u{1F9FF}x', 'two words', ''])('%j has no name here', (emoji) => {
  expect(nameOfEmoji(emoji)).toBeUndefined();
});
