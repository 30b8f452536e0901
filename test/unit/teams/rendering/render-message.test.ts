import { describe, expect, test } from '@jest/globals';
import { MAX_CARD_BYTES } from '../../../../adapters/teams/rendering/render-card.ts';
import { MAX_TEXT_LENGTH, renderMessage, textLength } from '../../../../adapters/teams/rendering/render-message.ts';
import type { Card } from '../../../../src/chat/card.ts';
import type { OutgoingMessage } from '../../../../src/chat/message.ts';
import { plain, type Inline, type RichText } from '../../../../src/chat/rich-text.ts';

const ADA = { name: 'Ada Obi · Acme' };
const AT = new Date('2026-11-24T11:58:30Z');

interface Rendered {
  readonly text?: string;
  readonly summary?: string;
  readonly attachments?: readonly { readonly content: { readonly body: readonly object[]; fallbackText: string } }[];
}

const render = (message: OutgoingMessage) => renderMessage(message) as Rendered;
const say = (text: RichText, more: Partial<OutgoingMessage> = {}) =>
  render({ content: { kind: 'text', text }, ...more }).text ?? '';
const show = (blocks: Card['blocks'], more: Partial<OutgoingMessage> = {}) =>
  render({ content: { kind: 'card', card: { blocks }, summary: 'In short' }, ...more });

/** Bytes of a whole message as Teams counts them. */
const sizeOf = (message: object): number => JSON.stringify(message).length * 2;

describe('a post in Teams', () => {
  test('says who speaks, over the words', () => {
    expect(say(plain('Hello'), { author: ADA })).toBe('<p><strong>Ada Obi · Acme</strong></p>\n<p>Hello</p>');
  });

  test('and when, where that is not now', () => {
    const line = '<p><strong>Ada Obi · Acme</strong>, said at 2026-11-24 11:58 UTC</p>';
    expect(say(plain('Hello'), { author: ADA, saidAt: AT })).toBe(`${line}\n<p>Hello</p>`);
    expect(say(plain('Hello'), { saidAt: AT })).toBe('<p>Said at 2026-11-24 11:58 UTC</p>\n<p>Hello</p>');
  });

  test('names nobody who has no name', () => {
    expect(say(plain('Hello'), { author: { name: ' \u200B\n' } })).toBe('<p>Hello</p>');
  });

  test.each([
    ['<at>Everyone</at> <b>x</b>', '&#x3C;at>Everyone&#x3C;/at> &#x3C;b>x&#x3C;/b>'],
    ['**Ada** [a](https://b.example)', '**Ada** [a](https://b.example)'],
    ['Ada\n\nBob', 'Ada Bob'],
    ['Ada\u202Egpj.exe', 'Ada gpj.exe'],
  ])('shows a name as it is, on its line: %j', (name, shown) => {
    expect(say(plain('Hello'), { author: { name } })).toBe(`<p><strong>${shown}</strong></p>\n<p>Hello</p>`);
  });

  test('has who speaks first in a card, as words, and in its notification', () => {
    const { summary, attachments } = show([{ kind: 'title', text: 'The title' }], {
      author: { name: '{{DATE(2026-01-01T00:00:00Z)}}' },
      saidAt: AT,
    });
    expect(attachments![0]!.content.body).toMatchObject([
      { type: 'RichTextBlock', inlines: [{ text: '{{DATE(2026-01-01T00:00:00Z)}}', weight: 'bolder' }] },
      { type: 'TextBlock', text: 'Said at {{DATE(2026-11-24T11:58:30Z, SHORT)}} {{TIME(2026-11-24T11:58:30Z)}}' },
      { type: 'RichTextBlock', inlines: [{ text: 'The title' }] },
    ]);
    expect(summary).toBe('{{DATE(2026-01-01T00:00:00Z)}}: In short');
    expect(attachments![0]!.content.fallbackText).toBe(summary);
  });
});

describe('what is too large', () => {
  const HUGE = { name: '<ж"👍'.repeat(5_000) };

  test.each(['word ', '&', '\n', '😀', '<"\\'])(
    'is not: the longest text of %j, by somebody with a huge name',
    (word) => {
      const most = plain(word.repeat(Math.floor(MAX_TEXT_LENGTH / textLength(word))));
      const message = render({ content: { kind: 'text', text: most }, author: HUGE, saidAt: AT });
      expect(sizeOf(message)).toBeLessThan(80_000);
    },
  );

  test('loses its tags before its words', () => {
    const url = `https://a.example/${'x'.repeat(1_900)}`;
    const children: Inline[] = Array.from({ length: 10 }, () => ({ type: 'link', url, children: [] }));
    const html = say([{ type: 'paragraph', children }], { author: HUGE });
    expect(html.length * 2).toBeLessThan(80_000);
    expect(html.split(url)).toHaveLength(11);
  });

  test('is cut where it is more than one post may hold', () => {
    expect(sizeOf({ text: say(plain('word '.repeat(20_000)), { author: HUGE }) })).toBeLessThan(80_000);
  });

  test('in a card goes from its end; what can be done stays', () => {
    const message = show(
      [
        ...Array.from({ length: 300 }, () => ({ kind: 'note', text: 'ж'.repeat(500) }) as const),
        {
          kind: 'actions',
          actions: [
            {
              kind: 'select',
              label: 'Assign',
              action: 'assign',
              options: Array.from({ length: 100 }, (_, index) => ({ label: 'ж'.repeat(300), value: `${index}` })),
            },
          ],
        },
      ],
      { author: HUGE },
    );
    const [card] = message.attachments!;
    expect(Buffer.byteLength(JSON.stringify(card!.content))).toBeLessThanOrEqual(MAX_CARD_BYTES);
    expect(JSON.stringify(card).match(/"value":"\d+"/g)).toHaveLength(100);
    expect(message.summary!.length).toBeLessThanOrEqual(300);
    expect(sizeOf(message)).toBeLessThan(80_000);
  });
});
