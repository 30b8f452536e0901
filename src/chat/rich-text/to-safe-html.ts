import { sanitize, type Schema } from 'hast-util-sanitize';
import { toHtml } from 'hast-util-to-html';
import type { InlineCode, Nodes, Root, Text } from 'mdast';
import { toHast } from 'mdast-util-to-hast';
import type { RichText } from '../rich-text.ts';
import { toMdast } from './to-mdast.ts';

/** All that may stand in it. */
const ALLOWED: Schema = {
  tagNames: [
    'p',
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'blockquote',
    'ul',
    'ol',
    'li',
    'pre',
    'code',
    'hr',
    'br',
    'strong',
    'em',
    'del',
    'a',
  ],
  attributes: { a: ['href'], ol: ['start'], code: [['className', /^language-[\w+#.-]{1,30}$/]] },
  protocols: { href: ['http', 'https', 'mailto'] },
};

/** A text in HTML: everything of a person's is escaped, and nothing but the tags and attributes above is in it. */
export const toSafeHtml = (text: RichText): string => toHtml(sanitize(toHast(withSpaces(toMdast(text))), ALLOWED));

/** Spaces side by side, or at the edge of a line, are shown as one or none unless they are of the kind that stays. */
function withSpaces(root: Root): Root {
  let line: (Text | InlineCode)[] = [];
  const endLine = (): void => {
    const words = line.map(({ value }) => value).join('');
    const kept = words.replace(/^ | $| (?= )/g, '\u00A0');
    let begin = 0;
    for (const node of line) {
      const end = begin + node.value.length;
      if (node.type === 'text') node.value = kept.slice(begin, end);
      begin = end;
    }
    line = [];
  };
  const read = (node: Nodes): void => {
    if (node.type === 'text' || node.type === 'inlineCode') line.push(node);
    if ('children' in node) node.children.forEach(read);
    if (!IN_A_LINE.has(node.type)) endLine();
  };
  read(root);
  return root;
}

const IN_A_LINE: ReadonlySet<Nodes['type']> = new Set(['text', 'inlineCode', 'strong', 'emphasis', 'delete', 'link']);
