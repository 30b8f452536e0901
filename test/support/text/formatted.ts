import type { RichText } from '../../../src/chat/rich-text.ts';
import type { ShownMessage } from '../slack-stand-in/protocol.ts';
import { bold, bullets, code, codeBlock, line, link, numbered, quote, slanted, struck } from '../a-text.ts';

export const words = (text: string, style?: object) => ({ type: 'text', text, ...(style && { style }) });
export const section = (...elements: object[]) => ({ type: 'rich_text_section', elements });

/** All that Slack's editor can make, but for what calls somebody. */
export const ELEMENTS = [
  section(
    words('The '),
    words('payout', { bold: true }),
    words(' for '),
    words('October', { italic: true, strike: true }),
    words(' is wrong, see '),
    { type: 'link', url: 'https://acme.example/payouts', text: 'the list' },
    words(' and '),
    words('total()', { code: true }),
  ),
  { type: 'rich_text_list', style: 'ordered', elements: [section(words('open it')), section(words('look at <b>'))] },
  { type: 'rich_text_list', style: 'bullet', indent: 1, elements: [section(words('the last line'))] },
  { type: 'rich_text_list', style: 'ordered', offset: 2, elements: [section(words('close it'))] },
  { type: 'rich_text_preformatted', language: 'sql', elements: [words('SELECT *\n  FROM payouts')] },
  { type: 'rich_text_quote', elements: [words('as '), words('agreed', { bold: true }), words('\nlast week')] },
  { type: 'rich_text_list', style: 'bullet', border: 1, elements: [section(words('in writing'))] },
  section(words('Thanks 👍🏽')),
];

/** The same as it is kept. */
export const TREE: RichText = [
  line(
    'The ',
    bold('payout'),
    ' for ',
    slanted(struck('October')),
    ' is wrong, see ',
    link('https://acme.example/payouts', 'the list'),
    ' and ',
    code('total()'),
  ),
  numbered(1, 'open it', [line('look at <b>'), bullets('the last line')], 'close it'),
  codeBlock('SELECT *\n  FROM payouts', 'sql'),
  quote(line('as ', bold('agreed'), '\nlast week'), bullets('in writing')),
  line('Thanks 👍🏽'),
];

/** The same as it is typed in the browser. */
export const TYPED = `The **payout** for _~~October~~_ is wrong, see [the list](https://acme.example/payouts) and \`total()\`

1. open it
2. look at <b>
   - the last line
3. close it

\`\`\`sql
SELECT *
  FROM payouts
\`\`\`
> as **agreed**
> last week
> - in writing

Thanks 👍🏽`;

/** The same in Markdown for whoever asks the API. */
export const MARKDOWN = `The **payout** for _~~October~~_ is wrong, see [the list](https://acme.example/payouts) and \`total()\`

1. open it
2. look at \\<b>
   - the last line
3. close it

\`\`\`sql
SELECT *
  FROM payouts
\`\`\`

> as **agreed**\\
> last week
>
> - in writing

Thanks 👍🏽
`;

/** The same in HTML. */
export const HTML = [
  '<p>The <strong>payout</strong> for <em><del>October</del></em> is wrong, see ',
  '<a href="https://acme.example/payouts">the list</a> and <code>total()</code></p>\n',
  '<ol>\n<li>open it</li>\n<li>look at &#x3C;b>\n<ul>\n<li>the last line</li>\n</ul>\n</li>\n<li>close it</li>\n</ol>\n',
  '<pre><code class="language-sql">SELECT *\n  FROM payouts\n</code></pre>\n',
  '<blockquote>\n<p>as <strong>agreed</strong><br>\nlast week</p>\n<ul>\n<li>in writing</li>\n</ul>\n</blockquote>\n',
  '<p>Thanks 👍🏽</p>',
].join('');

/** What somebody says with it in Slack. */
export const FORMATTED = { blocks: [{ type: 'rich_text', block_id: 'typed', elements: ELEMENTS }] };

/** What the blocks of a post hold. */
export const elementsOf = ({ blocks = [] }: ShownMessage) =>
  (blocks as { elements: unknown }[]).map(({ elements }) => elements);
