import { describe, expect, test } from '@jest/globals';
import { toMdast } from '../../../src/chat/rich-text/to-mdast.ts';
import { createChatMarkdown } from '../../../src/chat/rich-text/markdown/chat-markdown.ts';
import { readMarkdown } from '../../../src/chat/rich-text/markdown/read-markdown.ts';
import { plain } from '../../../src/chat/rich-text.ts';
import { cpuTimeOf } from '../../support/cpu-time.ts';
import { HOSTILE_SHAPES, ORDINARY, repeated } from '../../support/text/hostile-shapes.ts';
import { TEXT_WAYS } from '../../support/text/text-ways.ts';

const LENGTH = 40_000;

/** Times as much as ordinary writing: the dearest takes a third of it, and what grows with the square far more. */
const MOST_TIMES = 20;
/** In ms: less than this cannot be told from what else the machine does. */
const LEAST_COST = 5;

describe('40,000 characters of anything cost about what ordinary writing of that length does', () => {
  test.each(TEXT_WAYS)('$name', ({ prepare }) => {
    const ordinary = prepare(repeated(ORDINARY, LENGTH));
    // What runs for the first time is slow.
    for (let round = 0; round < 5; round += 1) ordinary();
    const most = MOST_TIMES * Math.max(LEAST_COST, cpuTimeOf(ordinary));
    const tooDear = HOSTILE_SHAPES.filter((shape) => cpuTimeOf(prepare(repeated(shape, LENGTH)), most) > most);
    expect(tooDear).toEqual([]);
  });
});

describe('the steps are few', () => {
  test.each(['https://a.b/', 'https://a.b/\u200B', 'https://a.b/x '])('where %j is repeated', (shape) => {
    const markdown = createChatMarkdown();
    const matchAtStart = markdown.linkify.matchAtStart.bind(markdown.linkify);
    let read = 0;
    markdown.linkify.matchAtStart = (text) => {
      const match = matchAtStart(text);
      read += match?.raw.length ?? 0;
      return match;
    };
    markdown.parse(repeated(shape, LENGTH), {});
    expect(read).toBeGreaterThan(LENGTH / 5);
    expect(read).toBeLessThanOrEqual(LENGTH);
  });

  test('lines in thousands are no list', () => {
    expect(readMarkdown('- a\n'.repeat(4_000).trim())).toMatchObject([{ type: 'list' }]);
    expect(readMarkdown('- a\n'.repeat(6_000).trim())).toEqual(plain('- a\n'.repeat(6_000).trim()));
  });

  test('what is set in thousands of pieces goes on as it was typed, in one', () => {
    const typed = 'a\n'.repeat(2_000).trim();
    expect(toMdast(plain(typed)).children).toEqual([{ type: 'code', value: typed }]);
    expect(toMdast(plain('a\n'.repeat(400).trim())).children).toMatchObject([{ type: 'paragraph' }]);
  });
});
