import { describe, expect, test } from '@jest/globals';
import { plain, visibleText } from '../../../src/chat/rich-text.ts';
import { readMarkdown } from '../../../src/chat/rich-text/markdown/read-markdown.ts';
import { bold, bullets, code, codeBlock, line, link, numbered, quote, slanted, struck } from '../../support/a-text.ts';

describe('what people type as markup', () => {
  test.each([
    ['**b** _i_ ~~s~~ `c`', [line(bold('b'), ' ', slanted('i'), ' ', struck('s'), ' ', code('c'))]],
    ['***both***', [line(bold(slanted('both')))]],
    ['中**文**中', [line('中', bold('文'), '中')]],
    ['# Title\ntext', [{ type: 'heading', depth: 1, children: [{ type: 'text', value: 'Title' }] }, line('text')]],
    ['a\n\n---\n\nb', [line('a'), { type: 'thematicBreak' }, line('b')]],
    ['> so\n> it was', [quote(line('so\nit was'))]],
    ['> - a\n>\n> b', [quote(bullets('a'), line('b'))]],
    ['- a\n- b\n  - c\n\n  more', [bullets('a', [line('b'), bullets('c'), line('more')])]],
    ['3. c\n4. d', [numbered(3, 'c', 'd')]],
    ['1. a\n1. b', [numbered(1, 'a', 'b')]],
    ['1. a\n3. c', [numbered(1, 'a'), numbered(3, 'c')]],
    ['```ts\nif (a < b) *x*\n```', [codeBlock('if (a < b) *x*', 'ts')]],
    ['~~~\na\n\n~~~\nb', [codeBlock('a\n'), line('b')]],
    ['```not closed', [codeBlock('not closed')]],
    ['| a | long |\n|-|:-:|\n| 1 | **2** | x |', [codeBlock('| a | long  |\n| - | ----- |\n| 1 | **2** | x |')]],
    [':tada: :+1::skin-tone-3: :no_such:', plain('🎉 👍🏼 :no_such:')],
  ])('%j', (typed, expected) => {
    expect(readMarkdown(typed)).toEqual(expected);
  });

  test.each([
    ['[a page](https://acme.test "title")', [line(link('https://acme.test', 'a page'))]],
    ['[**a** page](https://acme.test)', [line(link('https://acme.test', 'a page'))]],
    ['**[a](https://acme.test)**', [line(bold(link('https://acme.test', 'a')))]],
    ['<https://acme.test/?a=1&b=2>', [line(link('https://acme.test/?a=1&b=2'))]],
    ['(see **https://acme.test/_x_**)', [line('(see ', bold(link('https://acme.test/_x_')), ')')]],
    ['http://acme.test/?u=https://acme.test/', [line(link('http://acme.test/?u=https://acme.test/'))]],
    ['see https://acme.test/x%20y.', [line('see ', link('https://acme.test/x%20y'), '.')]],
    ['ada@acme.test', [line(link('mailto:ada@acme.test', 'ada@acme.test'))]],
    ['![a picture](https://acme.test/x.png)', [line(link('https://acme.test/x.png', 'a picture'))]],
  ])('%j leads somewhere', (typed, expected) => {
    expect(readMarkdown(typed)).toEqual(expected);
  });
});

describe('what is no markup stays as it was typed', () => {
  test.each([
    ['a sum', '2*3*4 = 24'],
    ['a name', 'snake_case_name'],
    ['a path', '\\\\server\\share\\*.log'],
    ['an escape', '{\\"a\\": \\"b\\"} \\* \\['],
    ['a shell', 'curl -s \\\n  --fail'],
    ['an indented block', 'config:\n  a: 1\n    b: 2  \nend'],
    ['an indented beginning', '    indented\n\n  second\n\n\n    third'],
    ['HTML', '<b>bold</b> <script>alert(1)</script> <!-- no -->\n<div>\nx'],
    ['entities', '&lt;b&gt; &amp;amp; &#60;'],
    ['underlines', 'Title\n=====\nmore\n....'],
    ['a mark', '// only for us'],
    ['a time', '10:100:20'],
    ['a code address', '[x](javascript:alert(1)) ![y](data:text/html,z) [w](//acme.test)'],
    ['a scheme inside of a word', 'xhttps://acme.test and ftp://acme.test'],
    ['an address that hides something', 'https://acme.test/\u202Ehttps://acme.test'],
    ['an address that is too long', `https://acme.test/${'https://a.test/'.repeat(200)}`],
    ['a bare domain', 'acme.test and www.acme.test'],
    ['signs alone', '*'],
    ['a list of nothing', '-'],
    ['a fence alone', '```'],
    ['quotations deeper than anybody goes', `${'> '.repeat(40)}deep`],
    ['lists deeper than anybody goes', Array.from({ length: 30 }, (_, depth) => `${'  '.repeat(depth)}- x`).join('\n')],
  ])('%s', (_name, typed) => {
    expect(readMarkdown(typed)).toEqual(plain(typed));
  });

  test('a definition hides nothing', () => {
    expect(visibleText(readMarkdown('[a]: https://acme.test\n\n[a]'))).toBe('[a]: https://acme.test\n\n[a]');
  });

  test('a table is not made wider than it was written by one long cell', () => {
    const table = `|${'a'.repeat(1_000)}|b|\n|-|-|\n${'|c|d|\n'.repeat(500)}`.trim();
    expect(readMarkdown(table)).toEqual([codeBlock(table)]);
  });

  test('NUL and half characters do not stay', () => {
    expect(visibleText(readMarkdown('a\0b \ud800 c\r\nd'))).toBe('ab \uFFFD c\nd');
  });
});
