import type { types } from '@slack/bolt';
import type { Card, CardBlock, CardField, CardItem } from '../../../src/chat/card.ts';
import { plain, visibleInline, visibleText, type RichText } from '../../../src/chat/rich-text.ts';
import { leavesOf } from '../../../src/chat/rich-text/leaves.ts';
import { beginningOf } from '../../../src/chat/split-text.ts';
import { cut, escapeText, textLength, wellFormed } from '../text/escape-text.ts';
import { plainText } from '../text/plain-text.ts';
import { renderActions, type Permalink } from './render-actions.ts';
import { renderDate } from '../text/render-date.ts';
import { literal, renderInline, type InlineElement } from '../text/render-inline.ts';
import { richTextBlock } from '../text/render-rich-text.ts';

type Block = types.KnownBlock;

/** Limits of Block Kit in UTF-16 units (docs.slack.dev/reference/block-kit/blocks); all texts together: FACTS. */
const TITLE_LENGTH = 150;
const LABEL_LENGTH = 100;
/** Slack takes more, but a value is a name or a few words: longer ones would push all else out of sight. */
const VALUE_LENGTH = 100;
const NOTE_LENGTH = 1_000;
const CELLS_IN_SECTION = 10;
const ITEM_LENGTH = 300;
const MAX_BLOCKS = 48;
/** docs.slack.dev/reference/views/home-tab-views */
const BLOCKS_IN_HOME = 100;
const ALL_TEXTS_LENGTH = 12_000;
/** Less of somebody's words says nothing. */
const LEAST_TEXT_LENGTH = 10;

/** What takes its room first. Running text can be cut; actions are ours and few, and are kept whatever their length. */
const TURN: Readonly<Record<CardBlock['kind'], number>> = {
  actions: 0,
  title: 1,
  fields: 1,
  note: 1,
  item: 1,
  text: 2,
};

/** A card in Block Kit. What is too long for Slack is cut with `…`; running text gives way before all else. */
export const renderCard = (card: Card, permalink: Permalink): Block[] => renderBlocks(card, permalink, MAX_BLOCKS);

/** The same for a home, which takes more of them. */
export const renderHome = (card: Card, permalink: Permalink): Block[] => renderBlocks(card, permalink, BLOCKS_IN_HOME);

function renderBlocks({ blocks }: Card, permalink: Permalink, mostBlocks: number): Block[] {
  let length = ALL_TEXTS_LENGTH;
  let places = mostBlocks;
  const take = (made: Block, madeLength: number): Block[] => {
    if (places === 0 || (madeLength > length && made.type !== 'actions')) return [];
    places -= 1;
    length -= madeLength;
    return [made];
  };
  const render = (block: CardBlock): Block[] => {
    if (block.kind !== 'text') return renderBlock(block, permalink).flatMap((made) => take(made, lengthOf(made)));
    const text = cutRichText(block.text, length);
    return text.length > 0 ? take(richTextBlock(text), lengthOfText(text)) : [];
  };
  const rendered: Block[][] = [];
  const inTurn = [...blocks.entries()].sort(([, a], [, b]) => TURN[a.kind] - TURN[b.kind]);
  for (const [index, block] of inTurn) rendered[index] = render(block);
  return rendered.flat();
}

function renderBlock(block: Exclude<CardBlock, { kind: 'text' }>, permalink: Permalink): Block[] {
  switch (block.kind) {
    case 'title':
      return block.text.trim() ? [{ type: 'header', text: plainText(block.text, TITLE_LENGTH) }] : [];
    case 'fields':
      return renderFields(block.fields);
    case 'note':
      return block.text.trim() ? [{ type: 'context', elements: [plainText(block.text, NOTE_LENGTH)] }] : [];
    case 'item':
      return [renderItem(block, permalink)];
    case 'actions':
      return renderActions(block.actions, permalink);
  }
}

/** Two lines in which nothing is markup, and whose first leads where it should. */
function renderItem({ title, to, url: address, about }: CardItem, permalink: Permalink): types.RichTextBlock {
  const words = cut(wellFormed(title.trim()), ITEM_LENGTH) || '–';
  const url = address ?? (to && permalink(to));
  const style = { bold: true };
  const first: InlineElement =
    url === undefined ? { type: 'text', text: words, style } : { type: 'link', url, text: words, style };
  const second = visibleInline(about) === '' ? [] : [literal('\n'), ...renderInline(about)];
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [first, ...second] }] };
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

const value = (shown: string | Date): types.TextObject =>
  typeof shown === 'string'
    ? plainText(shown, VALUE_LENGTH)
    : { type: 'mrkdwn', text: renderDate(shown), verbatim: true };

/** Labels are ours, and still no character of them may be markup. */
const label = (text: string): types.MrkdwnElement => ({
  type: 'mrkdwn',
  text: `*${escapeText(cut(wellFormed(text).replace(/[*_~`\n]/g, ' '), LABEL_LENGTH))}*`,
  verbatim: true,
});

/** Slack counts texts, with an allowance for what holds them (slackapi/bolt-js#2509): the JSON of nothing else. */
const lengthOf = (block: Block): number =>
  JSON.stringify(block, ['text', 'fields', 'elements', 'placeholder', 'options', 'url']).length;

/** A link counts with its address, which is in the block even where it is not seen. */
const lengthOfText = (text: RichText): number =>
  textLength(visibleText(text)) +
  leavesOf(text).reduce((sum, leaf) => sum + (leaf.type === 'link' ? leaf.url.length : 0), 0);

/** As much of the words as there is room for. */
function cutRichText(text: RichText, room: number): RichText {
  const length = lengthOfText(text);
  if (length <= room) return text;
  const addresses = length - textLength(visibleText(text));
  return room - addresses < LEAST_TEXT_LENGTH ? cutPlain(text, room) : beginningOf(text, room - addresses, textLength);
}

/** So many addresses that there is no room for words beside them: as words they are cut like all else. */
const cutPlain = (text: RichText, room: number): RichText =>
  room < LEAST_TEXT_LENGTH ? [] : beginningOf(plain(visibleText(text)), room, textLength);
