import type { Block, Inline, List, Mark, Paragraph, RichText, Text } from '../../src/chat/rich-text.ts';

/** Trees in few words. */
export const words = (value: string): Text => ({ type: 'text', value });

const inlineOf = (parts: readonly (Inline | string)[]): Inline[] =>
  parts.map((part) => (typeof part === 'string' ? words(part) : part));

export const line = (...parts: readonly (Inline | string)[]): Paragraph => ({
  type: 'paragraph',
  children: inlineOf(parts),
});

const marked =
  (type: Mark) =>
  (...parts: readonly (Inline | string)[]): Inline => ({ type, children: inlineOf(parts) });

export const bold = marked('strong');
export const slanted = marked('emphasis');
export const struck = marked('delete');

export const code = (value: string): Inline => ({ type: 'inlineCode', value });

export const link = (url: string, label?: string): Inline => ({
  type: 'link',
  url,
  children: label === undefined ? [] : [words(label)],
});

export const codeBlock = (value: string, lang?: string): Block => ({
  type: 'code',
  ...(lang !== undefined && { lang }),
  value,
});

export const quote = (...children: readonly Block[]): Block => ({ type: 'blockquote', children });

/** Each item a line, or the blocks that it holds. */
export const bullets = (...items: readonly (string | RichText)[]): List => ({
  type: 'list',
  ordered: false,
  children: items.map((item) => ({ type: 'listItem', children: typeof item === 'string' ? [line(item)] : item })),
});

export const numbered = (start: number, ...items: readonly (string | RichText)[]): List => ({
  ...bullets(...items),
  ordered: true,
  ...(start !== 1 && { start }),
});
