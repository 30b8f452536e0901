import { describe, expect, test } from '@jest/globals';
import { MAX_CARD_BYTES, renderCard } from '../../../../adapters/teams/rendering/render-card.ts';
import type { Card } from '../../../../src/chat/card.ts';
import { plain } from '../../../../src/chat/rich-text.ts';

const SUMMARY = { cardId: 'card-1', summary: 'In short', saidAt: undefined };
const render = (...blocks: Card['blocks']) => renderCard({ blocks }, SUMMARY);
const SIGNS = '**a** [b](https://c.example) {{DATE(2026-01-01T00:00:00Z)}} <at>d</at>';

type Found = Readonly<Record<string, unknown>>;

function all(value: unknown, type: string): Found[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'type' in value && value.type === type ? [value as Found] : [];
  return [...own, ...Object.values(value).flatMap((inside) => all(inside, type))];
}

describe('a card in Teams', () => {
  test('is an Adaptive Card 1.5 with words for where it cannot be shown', () => {
    expect(render({ kind: 'title', text: 'Hello' })).toMatchObject({
      type: 'AdaptiveCard',
      version: '1.5',
      fallbackText: 'In short',
      body: [{ type: 'RichTextBlock', inlines: [{ text: 'Hello', weight: 'bolder' }] }],
    });
  });

  test('shows every sign as it is: what reads markup holds nothing of a person’s', () => {
    const card = render(
      { kind: 'title', text: SIGNS },
      { kind: 'text', text: plain(SIGNS) },
      { kind: 'note', text: SIGNS },
      { kind: 'item', title: SIGNS, about: [{ type: 'text', value: SIGNS }] },
      {
        kind: 'fields',
        fields: [
          { label: SIGNS, value: SIGNS },
          { label: 'At', value: new Date(0) },
        ],
      },
    );
    expect(all(card, 'TextRun').filter(({ text }) => text === SIGNS).length).toBeGreaterThanOrEqual(5);
    expect(all(card, 'TextBlock')).toMatchObject([
      { text: '{{DATE(1970-01-01T00:00:00Z, SHORT)}} {{TIME(1970-01-01T00:00:00Z)}}' },
    ]);
  });

  test('has what a person can do, with our own words for it', () => {
    const to = { platform: 'teams', workspaceId: 't', channelId: '19:a@thread.tacv2', threadId: '1', messageId: '2' };
    const card = render({
      kind: 'actions',
      actions: [
        { kind: 'button', label: 'Accept', action: 'accept:1', primary: true },
        { kind: 'select', label: 'Priority', action: 'priority:1', options: [{ label: 'High', value: 'high' }] },
        { kind: 'select', label: 'Nobody', action: 'nobody', options: [] },
        {
          kind: 'menu',
          options: [
            { label: 'Close', action: 'close:1' },
            { label: 'Note', action: 'note:1', opensForm: true },
          ],
        },
        { kind: 'link', label: 'Open', to },
        { kind: 'link', label: 'Elsewhere', to: { ...to, platform: 'web' } },
        { kind: 'link', label: 'There', to: { ...to, platform: 'slack' }, url: 'https://acme.slack.example/p1' },
      ],
    });
    expect(all(card, 'Action.Execute')).toMatchObject([
      { title: 'Accept', verb: 'accept:1', style: 'positive', data: { switchboardCard: 'card-1' } },
      { title: 'Close', verb: 'close:1', mode: 'secondary' },
      { title: 'Priority', verb: 'priority:1' },
    ]);
    expect(all(card, 'Action.Submit')).toEqual([
      {
        type: 'Action.Submit',
        title: 'Note',
        mode: 'secondary',
        data: { msteams: { type: 'task/fetch' }, switchboardOpening: { action: 'note:1' } },
      },
    ]);
    expect(all(card, 'Input.ChoiceSet')).toMatchObject([
      { id: 'priority:1', choices: [{ title: 'High', value: 'high' }] },
    ]);
    expect(all(card, 'Action.OpenUrl')).toEqual([
      {
        type: 'Action.OpenUrl',
        title: 'Open',
        url: 'https://teams.microsoft.com/l/message/19%3Aa%40thread.tacv2/2?tenantId=t&parentMessageId=1',
      },
      { type: 'Action.OpenUrl', title: 'There', url: 'https://acme.slack.example/p1' },
    ]);
  });

  test('leads from the title of an item to what it is about, where that has an address', () => {
    const to = { platform: 'teams', workspaceId: 't', channelId: '19:a@thread.tacv2', messageId: '2' };
    const there = { platform: 'slack', workspaceId: 'T1', channelId: 'C1', messageId: '2' };
    const about = [{ type: 'text', value: 'Acme' }] as const;
    const card = render(
      { kind: 'item', title: 'SB-1', to, about },
      { kind: 'item', title: 'SB-2', to: there, url: 'https://acme.slack.example/p2', about: [] },
      { kind: 'item', title: 'SB-3', to: there, about: [] },
    );
    const selectAction = (title: string, url: string) => ({ type: 'Action.OpenUrl', title, url });
    const own = 'https://teams.microsoft.com/l/message/19%3Aa%40thread.tacv2/2?tenantId=t&parentMessageId=2';
    expect(all(card, 'TextRun')).toEqual([
      { type: 'TextRun', text: 'SB-1', weight: 'bolder', selectAction: selectAction('SB-1', own) },
      { type: 'TextRun', text: '\n' },
      { type: 'TextRun', text: 'Acme' },
      {
        type: 'TextRun',
        text: 'SB-2',
        weight: 'bolder',
        selectAction: selectAction('SB-2', 'https://acme.slack.example/p2'),
      },
      { type: 'TextRun', text: 'SB-3', weight: 'bolder' },
    ]);
  });

  test.each(['word ', 'ж', '"', '\n'])('stays within what Teams takes, however long it is said: %j', (word) => {
    const card = render(
      { kind: 'title', text: 'The title' },
      ...Array.from({ length: 10 }, () => ({ kind: 'text', text: plain(word.repeat(9_000)) }) as const),
      { kind: 'actions', actions: [{ kind: 'button', label: 'Accept', action: 'accept:1' }] },
    );
    expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThanOrEqual(MAX_CARD_BYTES);
    expect(all(card, 'Action.Execute')).toHaveLength(1);
  });
});
