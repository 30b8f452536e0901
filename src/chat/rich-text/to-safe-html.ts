import { sanitize, type Schema } from 'hast-util-sanitize';
import { toHtml } from 'hast-util-to-html';
import type { Text } from 'mdast';
import { toHast, type Handler } from 'mdast-util-to-hast';
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
export const toSafeHtml = (text: RichText): string =>
  toHtml(sanitize(toHast(toMdast(text), { handlers: { text: withSpaces } }), ALLOWED));

/** Spaces side by side, or at the edge of a line, are shown as one or none unless they are of the kind that stays. */
const withSpaces: Handler = (_state, { value }: Text) => ({
  type: 'text',
  value: value.replace(/^ | $| (?= )/g, '\u00A0'),
});
