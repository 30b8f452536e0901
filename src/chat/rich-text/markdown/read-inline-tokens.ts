import type { Token } from 'markdown-it';
import { withEmoji } from '../../emoji.ts';
import type { Inline, Link, Mark } from '../../rich-text.ts';
import { linkTo } from '../links.ts';
import { fromRuns, type Run } from '../runs.ts';

const MARKS: Readonly<Partial<Record<string, Mark>>> = { strong: 'strong', em: 'emphasis', s: 'delete' };

/** The words of an `inline` token. A link has one label, whatever is set in it. @param indent stands before them */
export function readInlineTokens(token: Token | undefined, indent = ''): Inline[] {
  const runs: Run[] = [{ leaf: { type: 'text', value: indent }, marks: new Set() }];
  const marks = new Set<Mark>();
  let link: { readonly url: string; label: string; readonly marks: ReadonlySet<Mark> } | undefined;
  for (const part of token?.children ?? []) {
    const mark = MARKS[part.tag];
    if (mark !== undefined && part.nesting !== 0) {
      if (part.nesting === 1) marks.add(mark);
      else marks.delete(mark);
    } else if (part.type === 'link_open') {
      link = { url: attributeOf(part, 'href'), label: '', marks: new Set(marks) };
    } else if (part.type === 'link_close') {
      if (link) runs.push({ leaf: linkTo(link.url, link.label), marks: link.marks });
      link = undefined;
    } else if (link) {
      link.label += wordsOf(part);
    } else {
      runs.push(toRun(part, new Set(marks)));
    }
  }
  return fromRuns(runs);
}

function toRun(part: Token, marks: ReadonlySet<Mark>): Run {
  if (part.type === 'code_inline') return { leaf: { type: 'inlineCode', value: part.content }, marks };
  if (part.type === 'image') return { leaf: imageLink(part), marks };
  return { leaf: { type: 'text', value: withEmoji(wordsOf(part)) }, marks };
}

const wordsOf = (part: Token): string => (part.type === 'hardbreak' || part.type === 'softbreak' ? '\n' : part.content);

/** A picture of another site would tell that site who reads: it is a link. */
function imageLink(part: Token): Link {
  return linkTo(attributeOf(part, 'src'), part.content.trim());
}

const attributeOf = (part: Token, name: string): string => String(part.attrGet(name) ?? '');
