/**
 * What a person said, in a form that is markup nowhere: adapters escape or wrap every span for their platform.
 * Text is plain Unicode with line breaks; a mention is shown as a name and never notifies anyone.
 */
export type Span =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'mention'; readonly userId: string; readonly name?: string }
  | { readonly kind: 'link'; readonly url: string; readonly text?: string };

export type RichText = readonly Span[];

export const plain = (text: string): RichText => [{ kind: 'text', text }];

/** The text as a person sees it. */
export function visibleText(text: RichText): string {
  return text.map(visibleSpan).join('');
}

export function visibleSpan(span: Span): string {
  switch (span.kind) {
    case 'text':
      return span.text;
    case 'mention':
      return `@${span.name ?? 'someone'}`;
    case 'link':
      return span.text === undefined || span.text === span.url ? span.url : `${span.text} (${span.url})`;
  }
}
