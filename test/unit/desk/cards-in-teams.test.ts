import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createForms } from '../../../adapters/teams/forms/forms.ts';
import { MAX_CARD_BYTES, renderCard } from '../../../adapters/teams/rendering/render-card.ts';
import type { Card } from '../../../src/chat/card.ts';
import type { Inline } from '../../../src/chat/rich-text.ts';
import { isForForm } from '../../../src/desk/actions/action-id.ts';
import { CARDS, FORMS, WORLDS } from '../../support/cards/catalogue.ts';
import { Shop } from '../../support/cards/shop.ts';
import { onSqlite } from '../../support/databases.ts';
import { expectFixture } from '../../support/fixture.ts';

/** What a seal does is tried elsewhere; here everybody can read it. */
const forms = createForms({ close: (text) => text, open: (text) => text });

/** Another one each time. */
const FORM_ID = /[\da-f]{8}-[\da-f-]{27}/;

interface Dialog {
  readonly task: { readonly value: { readonly card: { readonly content: object } } };
}

const bytesOf = (card: unknown): number => Buffer.byteLength(JSON.stringify(card));

/** Which buttons of a card say that they open a form, and which do. */
const formsIn = ({ blocks }: Card) =>
  blocks
    .flatMap((block) => (block.kind === 'actions' ? block.actions : []))
    .flatMap((action) => (action.kind === 'menu' ? action.options : action.kind === 'button' ? [action] : []))
    .map(({ action, opensForm = false }) => ({ says: opensForm, does: isForForm(action) }));

const word = (value: string) => ({ type: 'text', value }) as const;
const strong = (value: string) => ({ type: 'strong', children: [word(value)] }) as const;
const paragraph = (...children: Inline[]) => ({ type: 'paragraph', children }) as const;
const item = (...children: Inline[]) => ({ type: 'listItem', children: [paragraph(...children)] }) as const;

/** Everything that a card can show without anything to click. */
const REPORT: Card = {
  blocks: [
    { kind: 'title', text: 'The week of 16 November' },
    {
      kind: 'text',
      text: [
        paragraph(
          strong('42 tickets'),
          word(' were opened, 40 resolved. Half had an answer within '),
          strong('6 minutes'),
          word('.'),
        ),
      ],
    },
    {
      kind: 'fields',
      fields: [
        { label: 'Answered first', value: 'Ada Ray' },
        { label: 'Waiting now', value: '3' },
        { label: 'Oldest since', value: new Date('2026-11-20T08:30:00Z') },
      ],
    },
    {
      kind: 'text',
      text: [
        { type: 'heading', depth: 2, children: [word('What it was about')] },
        {
          type: 'list',
          ordered: false,
          children: [item(strong('Accounting'), word(' · 21')), item(word('Technical issue · 12'))],
        },
        {
          type: 'blockquote',
          children: [paragraph(word('Where is my payout?')), paragraph(word('Asked nine times.'))],
        },
        { type: 'thematicBreak' },
        { type: 'code', value: 'order  1017\npayout 2026-10' },
      ],
    },
    { kind: 'item', title: 'SB-1042 · Payout for October is wrong', about: [word('Acme · waits since Friday')] },
    { kind: 'item', title: 'SB-1043 · The terminal is broken', about: [word('Beta · Bo Lund has it')] },
    { kind: 'note', text: 'Until Sunday, 23:59, in Berlin. Change it with digest.' },
  ],
};

test('a report is shown as such', async () => {
  const card = renderCard(REPORT, { cardId: 'card-1', summary: 'The week', saidAt: undefined });
  await expectFixture('teams/cards/report', card);
});

onSqlite((database) => {
  describe.each(Object.entries(WORLDS))('as people see it in Teams%s', (mark, words) => {
    let shop: Shop;

    beforeAll(async () => {
      shop = await Shop.open(await database.createUrl(), words);
    });
    afterAll(() => shop.storage.close());

    test.each(Object.entries(CARDS))('the card %s', async (name, prepare) => {
      const [composer, payload] = await prepare(shop);
      const { content } = await shop.compose(composer, payload);
      if (content.kind !== 'card') return;
      for (const { says, does } of formsIn(content.card)) expect(says).toBe(does);
      const card = renderCard(content.card, { cardId: 'card-1', summary: content.summary, saidAt: undefined });
      expect(bytesOf(card)).toBeLessThanOrEqual(MAX_CARD_BYTES);
      if (mark === '') await expectFixture(`teams/cards/${name}`, card);
    });

    test.each(Object.entries(FORMS))('the form %s', async (name, prepare) => {
      const form = await prepare(shop, words);
      if (typeof form === 'string') throw new Error(form);
      const { task } = JSON.parse(JSON.stringify(forms.open(form)).replace(FORM_ID, 'form-1')) as Dialog;
      expect(bytesOf(task.value.card.content)).toBeLessThanOrEqual(MAX_CARD_BYTES);
      if (mark === '') await expectFixture(`teams/forms/${name}`, task);
    });
  });
});
