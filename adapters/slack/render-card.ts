import type { types } from '@slack/bolt';
import type { MessageRef } from '../../src/chat/address.ts';
import type { Card, CardBlock, CardField } from '../../src/chat/card.ts';
import { visibleSpan, type RichText, type Span } from '../../src/chat/rich-text.ts';
import { cut, escapeText, wellFormed } from './escape-text.ts';
import { renderDate } from './render-date.ts';
import { link, richTextBlock } from './render-rich-text.ts';

type Block = types.KnownBlock;

/** Where a message can be opened; undefined when we cannot tell. */
export type Permalink = (to: MessageRef) => string | undefined;

/** Limits of Block Kit in UTF-16 units (docs.slack.dev/reference/block-kit/blocks); all texts together: FACTS. */
const TITLE_LENGTH = 150;
const LABEL_LENGTH = 100;
const VALUE_LENGTH = 1_000;
const NOTE_LENGTH = 1_000;
const CELLS_IN_SECTION = 10;
const MAX_BLOCKS = 48;
const ALL_TEXTS_LENGTH = 12_000;

/** A card in Block Kit. What is too long for Slack is cut with `…`; running text gives way before all else. */
export function renderCard({ blocks }: Card, permalink: Permalink): Block[] {
  let room = ALL_TEXTS_LENGTH;
  const takes = (length: number): boolean => length <= room && ((room -= length), true);
  const fixed = blocks.map((block) =>
    block.kind === 'text' ? [] : renderBlock(block, permalink).filter((made) => takes(JSON.stringify(made).length)),
  );
  const rendered = blocks.flatMap((block, index) => {
    if (block.kind !== 'text') return fixed[index] ?? [];
    const text = cutRichText(block.text, room);
    room -= lengthOf(text);
    return text.length > 0 ? [richTextBlock(text)] : [];
  });
  return rendered.slice(0, MAX_BLOCKS);
}

function renderBlock(block: Exclude<CardBlock, { kind: 'text' }>, permalink: Permalink): Block[] {
  switch (block.kind) {
    case 'title':
      return block.text.trim() ? [{ type: 'header', text: plain(block.text, TITLE_LENGTH) }] : [];
    case 'fields':
      return renderFields(block.fields);
    case 'note':
      return block.text.trim() ? [{ type: 'context', elements: [plain(block.text, NOTE_LENGTH)] }] : [];
    case 'message-link':
      return renderLink(block.label, permalink(block.to));
  }
}

/** Two columns: the label in bold, the value as plain text, in which nothing can be markup. */
function renderFields(fields: readonly CardField[]): Block[] {
  const cells = fields.flatMap((field) => [label(field.label), value(field.value)]);
  const sections: Block[] = [];
  for (let start = 0; start < cells.length; start += CELLS_IN_SECTION) {
    sections.push({ type: 'section', fields: cells.slice(start, start + CELLS_IN_SECTION) });
  }
  return sections;
}

const renderLink = (text: string, url: string | undefined): Block[] =>
  url === undefined
    ? []
    : [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [link(url, text)] }] }];

/** An empty text object is refused; a dash says that there is nothing. */
const plain = (text: string, length: number): types.PlainTextElement => ({
  type: 'plain_text',
  text: cut(wellFormed(text.trim()), length) || '–',
  emoji: false,
});

const value = (shown: string | Date): types.TextObject =>
  typeof shown === 'string' ? plain(shown, VALUE_LENGTH) : { type: 'mrkdwn', text: renderDate(shown), verbatim: true };

/** Labels are ours, and still no character of them may be markup. */
const label = (text: string): types.MrkdwnElement => ({
  type: 'mrkdwn',
  text: `*${escapeText(cut(wellFormed(text).replace(/[*_~`\n]/g, ' '), LABEL_LENGTH))}*`,
  verbatim: true,
});

const lengthOf = (text: RichText): number => text.reduce((sum, span) => sum + spanLength(span), 0);

/** A link counts with its address, which is in the block even where it is not seen. */
const spanLength = (span: Span): number =>
  escapeText(visibleSpan(span)).length + (span.kind === 'link' ? span.url.length : 0);

/** The first spans that fit into `room`; the one that does not is cut, and the rest left out. */
function cutRichText(text: RichText, room: number): RichText {
  const kept: Span[] = [];
  for (const span of text) {
    const left = room - lengthOf(kept);
    if (spanLength(span) <= left) kept.push(span);
    // An escaped character is up to five long: a fifth of the room is certain to suffice.
    else return left < 10 ? kept : [...kept, { kind: 'text', text: cut(visibleSpan(span), Math.floor(left / 5)) }];
  }
  return kept;
}
