/** Writing that costs much in one reader or another when it is repeated: each was dear once, or is elsewhere. */
export const HOSTILE_SHAPES: readonly string[] = [
  ...['> ', '>', '> - ', '- ', '- a\n', '- - -a\n', '+ +0\n', '1. ', '1. a\n', '# a\n', '#\n', '---\n', '> a\n'],
  ...['*', '**', '_', '~~', '`', '``', '```', '*a ', '*a **b ', '_ *', '` `` ', '~~a ', '*a _b ', '~*_', '_*a*_ '],
  ...[
    '***\n',
    '***ab <!channel><!--',
    '[',
    '[a](',
    '[a](b ',
    '![',
    '](',
    '(',
    '|',
    '|a',
    '|a|\n|-|\n',
    '```\n',
    '~~~\n',
  ],
  ...['http://', 'https://a.b/', 'https://a.b/\u200B', 'www.a.', 'a@b.c ', 'a@', 'mailto:', '//', '<http://a '],
  ...['<', '<!--', '<b>', '<@U1>', '<@U1|', '<#C1|general>', '<!channel>', '<https://a.test|b>', '&gt; a\n', '&amp;'],
  ...[':tada:', ':a:', ':a', ':::', '\n', '\n\n', 'a\n\n', '\n\n1\n\né\n', '\\\n', '\\', ' ', '\t', 'a ', 'a_b '],
  ...['a\u0301', '\u0301', '\u200B\u202E', '\u2066', '\ud800a', '👩‍👩‍👧‍👦', '🇫🇷', 'ש', '漢'],
];

/** As people write. */
export const ORDINARY =
  'The payout for **October** is wrong, see https://acme.test/x and `code`.\nThanks, *Ada* :tada:\n';

/** What is repeated, up to a length in UTF-16 units. */
export const repeated = (shape: string, length: number): string =>
  shape.repeat(Math.ceil(length / shape.length)).slice(0, length);
