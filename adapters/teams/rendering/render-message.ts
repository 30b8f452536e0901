import { randomUUID } from 'node:crypto';
import type { OutgoingContent, OutgoingMessage } from '../../../src/chat/message.ts';
import { PlatformError } from '../../../src/chat/platform-error.ts';
import { plain, visibleText, type RichText } from '../../../src/chat/rich-text.ts';
import { beginningOfWords } from '../../../src/chat/rich-text/cut-text.ts';
import { toSafeHtml } from '../../../src/chat/rich-text/to-safe-html.ts';
import { beginningOf } from '../../../src/chat/split-text.ts';
import { ADAPTIVE_CARD } from './adaptive-card.ts';
import { authorName, renderAuthor, type Said } from './render-author.ts';
import { renderCard } from './render-card.ts';

/**
 * Most of one post, in the units of `textLength`. Teams counts the whole message in UTF-16, 80 KB of it (FACTS): this
 * leaves half to tags, and to the line that says who speaks.
 */
export const MAX_TEXT_LENGTH = 20_000;

/** UTF-16 units, with what stands for signs in HTML. */
export const textLength = (text: string): number => text.length + 5 * (text.match(/[&<>"'\n]/g)?.length ?? 0);

/** UTF-16 units of 80 KB; the rest is for what is around the words. */
const MAX_HTML_LENGTH = 38_000;

const SUMMARY_LENGTH = 300;

/** A post as an activity. `xml` is what Teams calls HTML: nothing that a person wrote is markup in it. */
export function renderMessage({ content, ...said }: OutgoingMessage): object {
  if (content.kind === 'text') {
    return { type: 'message', textFormat: 'xml', text: renderText(renderAuthor(said), content.text) };
  }
  if (content.kind === 'file')
    throw new PlatformError('rejected', 'A file comes to Teams as a link of ours, in words.');
  const attachments = [{ contentType: ADAPTIVE_CARD, content: renderCardOf(content, said) }];
  return { type: 'message', summary: inShort(content, said), attachments };
}

/** A card, with who shows it and when it was said. */
export const renderCardOf = (content: CardContent, { author, saidAt }: Said): object =>
  renderCard(content.card, {
    cardId: randomUUID(),
    summary: inShort(content, { author }),
    author: authorName(author),
    saidAt,
  });

type CardContent = Extract<OutgoingContent, { readonly kind: 'card' }>;

/** What a notification shows. */
function inShort({ summary }: CardContent, { author }: Pick<Said, 'author'>): string {
  const name = authorName(author);
  const line = name === undefined ? summary : `${name}: ${summary}`;
  return beginningOfWords(line, SUMMARY_LENGTH, (part) => part.length);
}

/** Where tags take more room than Teams has, the words are shown without them. */
function renderText(who: RichText, text: RichText): string {
  const html = toSafeHtml([...who, ...text]);
  if (html.length <= MAX_HTML_LENGTH) return html;
  return toSafeHtml([...who, ...beginningOf(plain(visibleText(text)), MAX_TEXT_LENGTH, textLength)]);
}
