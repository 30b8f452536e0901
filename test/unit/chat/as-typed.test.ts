import { expect, test } from '@jest/globals';
import { asTyped } from '../../../src/chat/rich-text/as-typed.ts';
import { readMarkdown } from '../../../src/chat/rich-text/markdown/read-markdown.ts';

test.each([
  'just words',
  'two\nlines',
  '2 * 3 * 4, _ and ` alone, \\ and <b>this</b>',
  '// a **note**',
  '**bold**, _italic_, ~~gone~~ and `code`',
  'first\nsecond **bold**\n\nthird',
  '- one\n- two\n  - inside\n\n1. first\n2. second',
  '> quoted\n\nand *answered*',
  '```sql\nSELECT * FROM a;\n```\n\nand so on',
  'see [the list](https://acme.example/x_y) and https://acme.example/a_b',
  '# A title\n\nwith **words**',
])('what was typed can be typed on: %j', (typed) => {
  const text = readMarkdown(typed);
  expect(readMarkdown(asTyped(text))).toEqual(text);
});
