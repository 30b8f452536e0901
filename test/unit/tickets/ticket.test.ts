import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { subjectOf, ticketNumber } from '../../../src/tickets/ticket.ts';

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
