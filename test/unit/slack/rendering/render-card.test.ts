import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { renderCard } from '../../../../adapters/slack/rendering/render-card.ts';
import { permalinksOf } from '../../../../adapters/slack/rendering/render-message.ts';
import type { MessageRef } from '../../../../src/chat/address.ts';
import type { Card, CardAction, CardBlock } from '../../../../src/chat/card.ts';
import { plain } from '../../../../src/chat/rich-text.ts';
import { CHANNEL, TEAM, TS } from '../support/an-event.ts';

const ROOT: MessageRef = { platform: 'slack', workspaceId: TEAM, channelId: CHANNEL, messageId: TS };
const permalink = permalinksOf('https://acme.slack.com/');
const render = (...blocks: CardBlock[]) => renderCard({ blocks }, permalink);

const TICKET: Card = {
  blocks: [
    { kind: 'title', text: 'SB-1042 · Payout <!channel> is wrong' },
    { kind: 'fields', fields: [{ label: 'Merchant', value: '*Acme* <@U1>' }] },
    { kind: 'text', text: plain('the first *message* <!here>') },
    { kind: 'note', text: 'Replies here go to Acme. Start with // to keep one here.' },
    { kind: 'actions', actions: [{ kind: 'button', label: 'Resolve <!here>', action: 'resolve:7' }] },
  ],
};

test('a card in Block Kit, in which nothing of a person is markup', () => {
  expect(renderCard(TICKET, permalink)).toEqual([
    { type: 'header', text: { type: 'plain_text', text: 'SB-1042 · Payout <!channel> is wrong', emoji: false } },
    {
      type: 'section',
      fields: [
        { type: 'mrkdwn', text: '*Merchant*', verbatim: true },
        { type: 'plain_text', text: '*Acme* <@U1>', emoji: false },
      ],
    },
    {
      type: 'rich_text',
      elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'the first *message* <!here>' }] }],
    },
    {
      type: 'context',
      elements: [
        { type: 'plain_text', text: 'Replies here go to Acme. Start with // to keep one here.', emoji: false },
      ],
    },
    {
      type: 'actions',
      elements: [
        { type: 'button', text: { type: 'plain_text', text: 'Resolve <!here>', emoji: false }, action_id: 'resolve:7' },
      ],
    },
  ]);
});

test('a link leads to another platform by the address that it has there', () => {
  const to = { ...ROOT, platform: 'teams' };
  const url = 'https://teams.example/l/message/1';
  const [linked, left] = [{ url }, {}].map((more) =>
    render({ kind: 'actions', actions: [{ kind: 'link', label: 'Open thread', to, ...more }] }),
  );
  expect(linked).toMatchObject([{ elements: [{ type: 'button', url }] }]);
  expect(left).toEqual([]);
  expect(JSON.stringify(render({ kind: 'item', title: 'SB-1', to, url, about: [] }))).toContain(url);
});

test('labels are ours, and harmless all the same', () => {
  const [section] = render({ kind: 'fields', fields: [{ label: '<!here>*x*\n`y`', value: '' }] });
  expect(section).toMatchObject({ fields: [{ text: '*&lt;!here&gt; x   y *' }, { text: '–' }] });
});

test('a time is shown in the reader’s own zone', () => {
  const since = new Date('2026-11-24T11:58:31.500Z');
  const [section] = render({ kind: 'fields', fields: [{ label: 'Waiting since', value: since }] });
  const text = '<!date^1795521511^{date_short_pretty} {time}|2026-11-24 11:58 UTC>';
  expect(section).toMatchObject({ fields: [{ text: '*Waiting since*' }, { type: 'mrkdwn', text, verbatim: true }] });
});

describe('the limits of Block Kit', () => {
  const long = fc.oneof(
    fc.string(),
    fc.nat(20_000).map((length) => '&😀x'.repeat(length / 4)),
  );
  const block = fc.oneof(
    long.map((text): CardBlock => ({ kind: 'title', text })),
    long.map((text): CardBlock => ({ kind: 'text', text: plain(text) })),
    long.map((text): CardBlock => ({ kind: 'note', text })),
    fc
      .array(fc.record({ label: long, value: long }), { maxLength: 30 })
      .map((fields): CardBlock => ({ kind: 'fields', fields })),
  );

  test('hold for any card', () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 80 }), (blocks) => {
        const rendered = render(...blocks) as unknown as Record<string, never>[];
        expect(rendered.length).toBeLessThanOrEqual(48);
        expect(textsOf(rendered).join('').length).toBeLessThanOrEqual(13_200);
        expect(textsOf(rendered)).not.toContain('');
        for (const one of rendered) expect(isWithinLimits(one)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('hold for any card with actions, and it keeps them all', () => {
    const button = long.map((label): CardAction => ({ kind: 'button', label, action: `do:${label.length}` }));
    const openThread = long.map((label): CardAction => ({ kind: 'link', label, to: ROOT }));
    const options = fc.array(long, { minLength: 1, maxLength: 100 });
    const select = options.map((labels): CardAction => ({
      kind: 'select',
      label: 'Assign to',
      action: 'assign',
      options: labels.map((label, index) => ({ label, value: `${index}` })),
    }));
    const buttons = fc.array(fc.oneof(button, openThread), { maxLength: 40 });
    const card = fc.tuple(fc.array(block, { maxLength: 80 }), select, buttons, fc.nat(80));

    fc.assert(
      fc.property(card, ([others, choose, rest, place]) => {
        const actions: CardBlock = { kind: 'actions', actions: [choose, ...rest] };
        const rendered = render(...others.slice(0, place), actions, ...others.slice(place));
        const rows = rendered.filter((made) => made.type === 'actions');
        expect(rows.flatMap(({ elements }) => elements)).toHaveLength(1 + rest.length);
        expect(rendered.length).toBeLessThanOrEqual(48);
        expect(textsOf(rendered).join('').length).toBeLessThanOrEqual(13_200);
        expect(textsOf(rendered)).not.toContain('');
      }),
      { numRuns: 60 },
    );
  });

  test('actions keep their place in the card, and stay there however much is said before', () => {
    const rendered = render(
      ...Array.from({ length: 60 }, (): CardBlock => ({ kind: 'note', text: 'x'.repeat(1_000) })),
      { kind: 'text', text: plain('x'.repeat(20_000)) },
      { kind: 'actions', actions: [{ kind: 'button', label: 'Accept', action: 'accept' }] },
      { kind: 'note', text: 'the end' },
    );
    expect(rendered.map(({ type }) => type).slice(-2)).toEqual(['actions', 'context']);
  });

  test('nor does a number of blocks cost a card its actions', () => {
    const rendered = render(...Array.from({ length: 60 }, (): CardBlock => ({ kind: 'note', text: 'x' })), {
      kind: 'actions',
      actions: [{ kind: 'button', label: 'Accept', action: 'accept' }],
    });
    expect(rendered).toHaveLength(48);
    expect(rendered.at(-1)).toMatchObject({ type: 'actions' });
  });

  test('nor do long lists', () => {
    const options = Array.from({ length: 100 }, (_, index) => ({ label: 'x'.repeat(75), value: `${index}` }));
    const actions: CardAction[] = [
      { kind: 'select', label: 'Assign to', action: 'assign', options },
      { kind: 'select', label: 'Ask', action: 'ask', options },
      { kind: 'button', label: 'Resolve', action: 'resolve' },
    ];
    expect(render({ kind: 'actions', actions })).toMatchObject([{ type: 'actions', elements: { length: 3 } }]);
  });

  test('running text gives way before the note that explains the card', () => {
    const rendered = render(
      { kind: 'title', text: 'SB-1' },
      { kind: 'text', text: plain('x'.repeat(11_995)) },
      { kind: 'note', text: 'the note' },
    );
    expect(rendered.map(({ type }) => type)).toEqual(['header', 'rich_text', 'context']);
    expect(textsOf(rendered).find((text) => text.startsWith('xx'))).toMatch(/x…$/);
  });
});

function textsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, held]) =>
    key === 'text' && typeof held === 'string' ? [held] : textsOf(held),
  );
}

function isWithinLimits(block: Record<string, unknown>): boolean {
  const fields = (block['fields'] ?? []) as { text: string }[];
  const title = block['type'] === 'header' ? (block['text'] as { text: string }).text : '';
  return title.length <= 150 && fields.length <= 10 && fields.every(({ text }) => text.length <= 2_000);
}
