import type { MessageRef } from '../../../src/chat/address.ts';
import type { Card, CardAction, CardBlock, CardField, CardItem } from '../../../src/chat/card.ts';
import type { Block, Leaf, ListItem, Mark, RichText } from '../../../src/chat/rich-text.ts';
import { bulletOf, visibleLeaf } from '../../../src/chat/rich-text.ts';
import { beginningOfWords } from '../../../src/chat/rich-text/cut-text.ts';
import { isSafeUrl, labelOf } from '../../../src/chat/rich-text/links.ts';
import { toRuns } from '../../../src/chat/rich-text/runs.ts';
import { beginningOf } from '../../../src/chat/split-text.ts';
import { openingButton } from '../forms/opening.ts';
import { TEAMS } from '../teams-config.ts';
import { adaptiveCard, LABEL_LENGTH, richTextBlock, run, type Element } from './adaptive-card.ts';

/** Bytes of JSON (learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages): 28 KB for a card. */
export const MAX_CARD_BYTES = 28_000;

/** How much of each running text is shown, until all fits. */
const ROOMS = [10_000, 3_000, 1_000, 200, 40];

const cut = (text: string, length: number): string => beginningOfWords(text, length, (part) => part.length);

/** The name under which each button of a card bears which card it was, so that a click acts once (see readAction). */
export const CARD_ID = 'switchboardCard';

interface About {
  /** Another each time that the card is rendered. */
  readonly cardId: string;
  readonly summary: string;
  /** Who speaks, on one line. */
  readonly author?: string | undefined;
  readonly saidAt: Date | undefined;
}

/**
 * A card as an Adaptive Card 1.5. Words stand in text runs only: unlike a TextBlock, those read no Markdown and no
 * `{{DATE}}` in what people wrote. What is too long is cut, then left out from the end; what a person can do is ours,
 * and is kept.
 */
export function renderCard(card: Card, about: About): Element {
  for (const room of ROOMS) {
    const rendered = renderWithin(card, about, room);
    if (fits(rendered)) return rendered;
  }
  const [narrowest = 0] = ROOMS.slice(-1);
  for (let blocks = card.blocks; ;) {
    const last = blocks.findLastIndex(({ kind }) => kind !== 'actions');
    const rendered = renderWithin({ blocks }, about, narrowest);
    if (last === -1 || fits(rendered)) return rendered;
    blocks = blocks.toSpliced(last, 1);
  }
}

const fits = (rendered: Element): boolean => Buffer.byteLength(JSON.stringify(rendered)) <= MAX_CARD_BYTES;

const renderWithin = ({ blocks }: Card, { cardId, summary, author, saidAt }: About, room: number): Element => {
  const body = blocks.flatMap((block) => renderBlock(block, room, cardId));
  return adaptiveCard({
    fallbackText: summary,
    msteams: { width: 'Full' },
    // A card of which nothing is left still says what it is about.
    body: [
      ...(author === undefined ? [] : [richTextBlock([run(author, { weight: 'bolder' })])]),
      ...(saidAt ? [dateBlock('Said at ', saidAt)] : []),
      ...(body.length > 0 ? body : [richTextBlock([run(summary)])]),
    ],
  });
};

function renderBlock(block: CardBlock, room: number, cardId: string): Element[] {
  switch (block.kind) {
    case 'title':
      return [richTextBlock([run(cut(block.text, room), { size: 'medium', weight: 'bolder' })])];
    case 'text':
      return renderText(block.text, room);
    case 'item':
      return [renderCardItem(block, room)];
    case 'fields':
      return block.fields.map((field, index) => renderField(field, index, room));
    case 'note':
      return [richTextBlock([run(cut(block.text, room), { size: 'small', isSubtle: true })])];
    case 'actions':
      return renderActions(block.actions, cardId, room);
  }
}

/** The one text that is ours, and needs what only a TextBlock can. */
const dateBlock = (before: string, date: Date): Element => {
  const at = `${date.toISOString().slice(0, 19)}Z`;
  return { type: 'TextBlock', wrap: true, text: `${before}{{DATE(${at}, SHORT)}} {{TIME(${at})}}` };
};

/** Wide enough for what fields are called. */
const FIELD_LABEL_WIDTH = '140px';

const renderField = ({ label, value }: CardField, index: number, room: number): Element => ({
  type: 'ColumnSet',
  ...(index > 0 && { spacing: 'small' }),
  columns: [
    {
      type: 'Column',
      width: FIELD_LABEL_WIDTH,
      items: [richTextBlock([run(cut(label, LABEL_LENGTH), { weight: 'bolder' })])],
    },
    {
      type: 'Column',
      width: 'stretch',
      items: [typeof value === 'string' ? richTextBlock([run(cut(value, room))]) : dateBlock('', value)],
    },
  ],
});

const renderText = (text: RichText, room: number): Element[] =>
  beginningOf(text, room, (words) => words.length).flatMap((block) => renderProse(block, ''));

/** Two lines, of which the first leads where it should. */
function renderCardItem({ title, to, url = to && permalink(to), about }: CardItem, room: number): Element {
  const leads = url === undefined ? {} : { selectAction: openUrl(title, url) };
  const below = beginningOf([{ type: 'paragraph', children: about }], room, (words) => words.length);
  const inlines = below.flatMap((block) => (block.type === 'paragraph' ? inlinesOf(block.children) : []));
  const first = run(cut(title, room), { weight: 'bolder', ...leads });
  return richTextBlock(inlines.length > 0 ? [first, run('\n'), ...inlines] : [first]);
}

function renderProse(block: Block, before: string): Element[] {
  const led = before === '' ? [] : [run(before)];
  switch (block.type) {
    case 'paragraph':
      return [richTextBlock([...led, ...inlinesOf(block.children)])];
    case 'heading':
      return [richTextBlock([...led, ...inlinesOf(block.children, { weight: 'bolder' })])];
    case 'code':
      return [richTextBlock([...led, run(block.value, { fontType: 'monospace' })])];
    case 'blockquote':
      return [
        { type: 'Container', style: 'emphasis', items: block.children.flatMap((child) => renderProse(child, before)) },
      ];
    case 'list':
      return block.children.flatMap((item, index) => renderItem(item, before, bulletOf(block, index)));
    case 'thematicBreak':
      return [{ type: 'Container', separator: true, items: [] }];
  }
}

const renderItem = ({ children }: ListItem, before: string, bullet: string): Element[] =>
  children.flatMap((child, index) => renderProse(child, index === 0 ? before + bullet : `${before}    `));

const STYLES: Readonly<Record<Mark, Element>> = {
  strong: { weight: 'bolder' },
  emphasis: { italic: true },
  delete: { strikethrough: true },
};

const inlinesOf = (inline: Parameters<typeof toRuns>[0], style: Element = {}): Element[] =>
  toRuns(inline).map(({ leaf, marks }) => {
    const marked = [...marks].reduce<Element>((all, mark) => ({ ...all, ...STYLES[mark] }), style);
    return run(visibleLeaf(leaf), { ...marked, ...leafStyle(leaf) });
  });

/** A link shows its label and its address, both as words; the click is beside them. */
function leafStyle(leaf: Leaf): Element {
  if (leaf.type === 'inlineCode') return { fontType: 'monospace' };
  if (leaf.type !== 'link' || !isSafeUrl(leaf.url)) return {};
  return { selectAction: openUrl(labelOf(leaf), leaf.url) };
}

/** What a person can do: buttons side by side, and below them each choice with a button of its own, by which it comes back. */
function renderActions(actions: readonly CardAction[], cardId: string, room: number): Element[] {
  const buttons = actions.flatMap((action) => renderAction(action, cardId));
  return [
    ...(buttons.length > 0 ? [{ type: 'ActionSet', actions: buttons }] : []),
    ...actions.flatMap((action) => (action.kind === 'select' ? renderChoice(action, cardId, room) : [])),
  ];
}

function renderChoice(
  { action, label, options }: Extract<CardAction, { kind: 'select' }>,
  cardId: string,
  room: number,
): Element[] {
  if (options.length === 0) return [];
  const choices = options.map((option) => ({ title: cut(option.label, room), value: option.value }));
  const input = { type: 'Input.ChoiceSet', id: action, placeholder: 'Choose one', choices };
  const confirm = { type: 'ActionSet', actions: [execute(cardId, action, label)] };
  return [
    {
      type: 'ColumnSet',
      columns: [
        { type: 'Column', width: 'stretch', verticalContentAlignment: 'center', items: [input] },
        { type: 'Column', width: 'auto', verticalContentAlignment: 'center', items: [confirm] },
      ],
    },
  ];
}

function renderAction(action: CardAction, cardId: string): Element[] {
  switch (action.kind) {
    case 'button':
      return [button(cardId, action, action.primary ? { style: 'positive' } : {})];
    case 'select':
      return [];
    case 'menu':
      return action.options.map((option) => button(cardId, option, { mode: 'secondary' }));
    case 'link': {
      const url = action.url ?? permalink(action.to);
      return url === undefined ? [] : [openUrl(action.label, url)];
    }
  }
}

const openUrl = (title: string, url: string): Element => ({
  type: 'Action.OpenUrl',
  title: cut(title, LABEL_LENGTH),
  url,
});

type Doing = Pick<Extract<CardAction, { kind: 'button' }>, 'label' | 'action' | 'opensForm'>;

const button = (cardId: string, { label, action, opensForm }: Doing, more: Element): Element =>
  opensForm ? openingButton(cut(label, LABEL_LENGTH), { action }, more) : execute(cardId, action, label, more);

const execute = (cardId: string, verb: string, title: string, more: Element = {}): Element => ({
  type: 'Action.Execute',
  verb,
  title: cut(title, LABEL_LENGTH),
  data: { [CARD_ID]: cardId },
  ...more,
});

/** learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams; undefined for what stands elsewhere. */
export function permalink({ platform, workspaceId, channelId, threadId, messageId }: MessageRef): string | undefined {
  if (platform !== TEAMS) return undefined;
  const query = new URLSearchParams({ tenantId: workspaceId, parentMessageId: threadId ?? messageId });
  return `https://teams.microsoft.com/l/message/${encodeURIComponent(channelId)}/${messageId}?${query.toString()}`;
}
