import { describe, expect, test } from '@jest/globals';
import type { PlatformErrorKind } from '../../../src/chat/platform-error.ts';
import { plain } from '../../../src/chat/rich-text.ts';
import { alarmLine } from '../../../src/desk/delivery-truth/channel-alarm.ts';
import { howLong, noteLine } from '../../../src/desk/delivery-truth/note-words.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

test.each([
  [-5, 'a second'],
  [0, 'a second'],
  [1.4 * SECOND, 'a second'],
  [1.6 * SECOND, '2 seconds'],
  [59.4 * SECOND, '59 seconds'],
  [59.6 * SECOND, 'a minute'],
  [89 * SECOND, 'a minute'],
  [91 * SECOND, '2 minutes'],
  [60 * MINUTE, '60 minutes'],
  [119.4 * MINUTE, '119 minutes'],
  [119.6 * MINUTE, '2 hours'],
  [47 * HOUR, '47 hours'],
  [48 * HOUR, '2 days'],
  [240 * HOUR, '10 days'],
])('%d ms are %s', (ms, words) => {
  expect(howLong(ms)).toBe(words);
});

describe('a note', () => {
  const said = plain('It is on its way');

  test('says which file is missing there, and why', () => {
    const file = plain('tool.exe (2.0 kB)');
    expect(noteLine('Acme', file, { kind: 'missing', why: 'refused' })).toBe(
      'Not delivered to Acme: “tool.exe (2.0 kB)”. Their chat does not take files like it.',
    );
  });

  test('says that it is late, and then how late it was', () => {
    expect(noteLine('Acme', said, { kind: 'late' })).toBe(
      'Not delivered to Acme yet: “It is on its way”. Switchboard keeps trying.',
    );
    expect(noteLine('Acme', said, { kind: 'delivered', lateMs: 1_000 })).toBe(
      'Delivered to Acme, a second late: “It is on its way”.',
    );
  });

  test.each<[PlatformErrorKind, RegExp]>([
    ['gone', /gone, or Switchboard was removed from it\..* invited again within a day .* Retry\.$/],
    ['unauthorized', /may not write there any more\. Ask an admin .* then retry\.$/],
    ['rejected', /does not take it as it is\. Say it in other words, or retry\.$/],
    ['rate-limited', /took nothing more for a day\. It is kept: retry/],
    ['transient', /did not take it for a day\. It is kept: retry/],
    ['ambiguous', /did not say whether it took it\. Look there before you retry\.$/],
  ])('says why it failed and what to do: %s', (why, words) => {
    const line = noteLine('Acme', said, { kind: 'failed', why });
    expect(line).toMatch(/^Not delivered to Acme: “It is on its way”\. [A-Z]/);
    expect(line).toMatch(words);
  });

  const excerptOf = (text: string) =>
    /: (.*)\. Switchboard keeps trying\.$/s.exec(noteLine('A', plain(text), { kind: 'late' }))?.[1];

  test('repeats the first words in one line, whole characters only', () => {
    expect(excerptOf('one\n\n  two\tthree ')).toBe('“one two three”');
    expect(excerptOf('x'.repeat(60))).toBe(`“${'x'.repeat(60)}”`);
    const long = excerptOf('word '.repeat(1_000))!;
    expect(long).toMatch(/^“word .*…”$/);
    expect(long.length).toBeLessThanOrEqual(62);
    const cut = excerptOf('👩‍👩‍👧‍👦'.repeat(40))!;
    expect(cut).not.toMatch(/\p{Surrogate}/u);
  });

  test('has words for what has none', () => {
    expect(excerptOf(' \n ')).toBe('a message without words');
  });

  test('lets nobody turn the words around theirs', () => {
    expect(excerptOf('\u202Egnihtyna')).toBe('“\u2068\u202Egnihtyna\u2069”');
    expect(noteLine('\u202Eemca', said, { kind: 'late' })).toContain('to \u2068\u202Eemca\u2069 yet');
    expect(alarmLine('\u202Eemca', true)).toMatch(/^\u2068\u202Eemca\u2069’s channel cannot/);
  });
});

test('an alarm says what happened, that nothing was lost, and what to do; afterwards, that it is over', () => {
  expect(alarmLine('Acme', true)).toBe(
    'Acme’s channel cannot be reached any more: it is gone, or Switchboard was removed from it. Replies are kept. ' +
      'When Switchboard is invited again, those of the last day are sent by themselves, older ones with Retry.',
  );
  expect(alarmLine('Acme', false)).toBe('Acme’s channel could not be reached for a while. It can be again.');
});
