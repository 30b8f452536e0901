import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createForms } from '../../../adapters/teams/forms.ts';
import { MAX_CARD_BYTES, renderCard } from '../../../adapters/teams/render-card.ts';
import type { Card } from '../../../src/chat/card.ts';
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
