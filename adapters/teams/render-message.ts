import { randomUUID } from 'node:crypto';
import type { OutgoingContent, OutgoingMessage } from '../../src/chat/message.ts';
import { PlatformError } from '../../src/chat/platform-error.ts';
import { plain, type RichText } from '../../src/chat/rich-text.ts';
import { toSafeHtml } from '../../src/chat/rich-text/to-safe-html.ts';
import { renderCard } from './render-card.ts';

/**
 * Most of one post, in the units of `textLength`. Teams counts the whole message in UTF-16, 80 KB of it (FACTS): this
 * leaves half to tags.
 */
export const MAX_TEXT_LENGTH = 20_000;

/** UTF-16 units, with what stands for signs in HTML. */
export const textLength = (text: string): number => text.length + 4 * (text.match(/[&<>"'\n]/g)?.length ?? 0);

const SUMMARY_LENGTH = 300;

/** A post as an activity. `xml` is what Teams calls HTML: nothing that a person wrote is markup in it. */
export function renderMessage({ content, saidAt }: OutgoingMessage): object {
  if (content.kind === 'text')
    return { type: 'message', textFormat: 'xml', text: toSafeHtml(late(content.text, saidAt)) };
  if (content.kind === 'file')
    throw new PlatformError('rejected', 'A file comes to Teams as a link of ours, in words.');
  const attachments = [{ contentType: ADAPTIVE_CARD, content: renderCardOf(content, saidAt) }];
  return { type: 'message', summary: content.summary.slice(0, SUMMARY_LENGTH), attachments };
}

export const renderCardOf = ({ card, summary }: CardContent, saidAt: Date | undefined): object =>
  renderCard(card, { cardId: randomUUID(), summary: summary.slice(0, SUMMARY_LENGTH), saidAt });

type CardContent = Extract<OutgoingContent, { readonly kind: 'card' }>;

export const ADAPTIVE_CARD = 'application/vnd.microsoft.card.adaptive';

const late = (text: RichText, saidAt: Date | undefined): RichText =>
  saidAt ? [...plain(saidAtWords(saidAt)), ...text] : text;

/** Only cards can show a time in the reader's own zone. */
const saidAtWords = (saidAt: Date): string => `Said at ${saidAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
