import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { requestOf, subjectOf, ticketNumber } from '../../../src/tickets/ticket.ts';

test('a ticket is about what its first message says, without the names that were called; taken back, about nothing', () => {
  const mention = { type: 'mention', userId: 'U1', name: 'Desk' } as const;
  const words = { type: 'text', value: ' the payout is wrong\nsince Monday' } as const;
  const text = [{ type: 'paragraph', children: [mention, words] }] as const;
  expect(requestOf({ text, deletedAt: null })).toEqual({
    subject: 'the payout is wrong',
    description: '@Desk the payout is wrong\nsince Monday',
  });
  expect(requestOf({ text, deletedAt: new Date() })).toEqual({ subject: 'Deleted request', description: '' });
});

test('people count tickets from SB-1001', () => {
  expect(ticketNumber({ id: 42 })).toBe('SB-1042');
});

test.each([
  ['Payout is wrong', 'Payout is wrong'],
  ['\n\n  Payout   is\twrong \nsince Monday', 'Payout is wrong'],
  ['', 'New request'],
  [' \n ', 'New request'],
])('the subject of %j is %j', (text, subject) => {
  expect(subjectOf(text)).toBe(subject);
});

test('a long subject is cut between words', () => {
  const subject = subjectOf('word '.repeat(60));
  expect(subject).toMatch(/^(word )+word…$/);
  expect(subject.length).toBeLessThanOrEqual(121);
});

test('whatever is said has a subject that fits its column', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (text) => {
      const subject = subjectOf(text);
      expect(subject.length).toBeGreaterThan(0);
      expect(subject.length).toBeLessThanOrEqual(300);
      expect(subject).not.toContain('\n');
    }),
  );
});
