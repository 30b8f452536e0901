import type { RichText, Span } from '../../src/chat/rich-text.ts';

/** Spans without the empty ones, neighbouring texts made one. */
export function compact(spans: readonly Span[]): RichText {
  const list: Span[] = [];
  for (const span of spans) {
    const last = list.at(-1);
    if (span.kind === 'text' && last?.kind === 'text') list[list.length - 1] = text(last.text + span.text);
    else if (span.kind !== 'text' || span.text !== '') list.push(span);
  }
  return list;
}

export const text = (words: string): Span => ({ kind: 'text', text: words });

/** Puts `prefix` at the beginning and after each line break that more follows. */
export function prefixLines(spans: readonly Span[], prefix: string): Span[] {
  const indented = spans.map((span) => (span.kind === 'text' ? text(span.text.replaceAll('\n', `\n${prefix}`)) : span));
  return [text(prefix), ...indented];
}

/** Joins paragraphs so that each begins on a line of its own; some bring their line break along. */
export function joinLines(paragraphs: readonly (readonly Span[])[]): Span[] {
  const joined: Span[] = [];
  for (const paragraph of paragraphs.filter((spans) => spans.length > 0)) {
    if (joined.length > 0 && !endsLine(joined.at(-1))) joined.push(text('\n'));
    joined.push(...paragraph);
  }
  return joined;
}

const endsLine = (span: Span | undefined): boolean => span?.kind === 'text' && span.text.endsWith('\n');
