import type { MarkdownIt } from 'markdown-it';

/**
 * Addresses that stand in the words as they are: those that may be followed become links, others stay words. The
 * parser's own rule begins anew at each `://` inside of one that may not, so that its time grows with the square.
 */
export function readBareAddresses(markdown: MarkdownIt): void {
  markdown.inline.ruler.at('linkify', (state, isSilent) => {
    const { src, pos, linkLevel, md } = state;
    if (linkLevel > 0 || !src.startsWith('://', pos)) return false;
    const scheme = schemeBefore(src, pos);
    if (scheme === '' || !state.pending.endsWith(scheme)) return false;
    const link = md.linkify.matchAtStart(src.slice(pos - scheme.length));
    if (!link) return false;
    // Stars at its end are markup.
    const url = link.raw.replace(/\*+$/, '');
    state.pos += url.length - scheme.length;
    if (isSilent) return true;
    if (!md.validateLink(url)) {
      state.pending += url.slice(scheme.length);
      return true;
    }
    state.pending = state.pending.slice(0, -scheme.length);
    const opening = state.push('link_open', 'a', 1);
    opening.attrs = [['href', url]];
    state.push('text', '', 0).content = url;
    state.push('link_close', 'a', -1);
    return true;
  });
}

/** No other letter touches it. */
const schemeBefore = (src: string, pos: number): string =>
  /(?:^|[^a-z\d+.-])(https?)$/i.exec(src.slice(Math.max(0, pos - 6), pos))?.[1] ?? '';
