import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { renderCard } from '../../../adapters/slack/render-card.ts';
import { permalinksOf } from '../../../adapters/slack/render-message.ts';
import type { MessageRef } from '../../../src/chat/address.ts';
import type { Card, CardBlock } from '../../../src/chat/card.ts';
import { plain } from '../../../src/chat/rich-text.ts';
import { CHANNEL, TEAM, TS } from './support/an-event.ts';

const ROOT: MessageRef = { platform: 'slack', workspaceId: TEAM, channelId: CHANNEL, messageId: TS };
const permalink = permalinksOf('https://acme.slack.com/');
const render = (...blocks: CardBlock[]) => renderCard({ blocks }, permalink);

const TICKET: Card = {
  blocks: [
    { kind: 'title', text: 'SB-1042 · Payout <!channel> is wrong' },
    { kind: 'fields', fields: [{ label: 'Merchant', value: '*Acme* <@U1>' }] },
    { kind: 'text', text: plain('the first *message* <!here>') },
    { kind: 'note', text: 'Replies here go to Acme. Start with // to keep one here.' },
    { kind: 'message-link', label: 'Open thread', to: ROOT },
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
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_section',
          elements: [
            { type: 'link', url: `https://acme.slack.com/archives/${CHANNEL}/p1764000000000247`, text: 'Open thread' },
          ],
        },
      ],
    },
  ]);
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

describe('links to messages', () => {
  const urlOf = (to: MessageRef, link = permalink) =>
    JSON.stringify(renderCard({ blocks: [{ kind: 'message-link', label: 'Open', to }] }, link));

  test('a reply names its thread', () => {
    expect(urlOf({ ...ROOT, threadId: '1763999999.000100' })).toContain(
      `/archives/${CHANNEL}/p1764000000000247?thread_ts=1763999999.000100&cid=${CHANNEL}`,
    );
  });

  test('are left out where none can be made', () => {
    expect(urlOf(ROOT, permalinksOf(undefined))).toBe('[]');
    expect(urlOf({ ...ROOT, platform: 'teams' })).toBe('[]');
  });
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

  test('running text gives way before the note that explains the card', () => {
    const rendered = render(
      { kind: 'title', text: 'SB-1' },
      { kind: 'text', text: plain('x'.repeat(20_000)) },
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
