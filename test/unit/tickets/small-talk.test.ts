import { expect, test } from '@jest/globals';
import { smallTalk } from '../../../src/tickets/small-talk.ts';

test.each([
  'Hi',
  'hello!',
  'Good morning',
  'Hey team',
  'Hello everyone 👋',
  'hi there',
  'Bonjour',
  'Hello, good afternoon',
])('%j is a greeting', (text) => {
  expect(smallTalk(text)).toBe('greeting');
});

test.each(['Thanks', 'thank you so much!', 'ok, thanks', 'Perfect, thank you for your help', 'Hi, thanks!', 'thx 🙏'])(
  '%j is a thank-you',
  (text) => {
    expect(smallTalk(text)).toBe('thanks');
  },
);

test.each([
  'Hello?',
  'Hi, my payout is missing',
  'Thanks, but it still fails',
  'good',
  'Great',
  '',
  '👍',
  'help',
  'Hello hello hello hello hello hello hello hello hello',
  'thanks in advance for refunding order 17',
])('%j is neither: somebody may be waiting', (text) => {
  expect(smallTalk(text)).toBeNull();
});
