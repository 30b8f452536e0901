import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { renderForm } from '../../../adapters/slack/rendering/render-form.ts';
import { permalinksOf, renderMessage } from '../../../adapters/slack/rendering/render-message.ts';
import { CARDS, FORMS, WORLDS } from '../../support/cards/catalogue.ts';
import { Shop } from '../../support/cards/shop.ts';
import { onSqlite } from '../../support/databases.ts';
import { expectFixture } from '../../support/fixture.ts';
import { checkView } from '../../support/slack-stand-in/views/check-view.ts';
import { Arguments } from '../../support/slack-stand-in/web-api/arguments.ts';
import { readContent } from '../../support/slack-stand-in/web-api/check-content.ts';

const permalink = permalinksOf('https://acme.slack.com/');

onSqlite((database) => {
  describe.each(Object.entries(WORLDS))('as people see it in Slack%s', (mark, words) => {
    let shop: Shop;

    beforeAll(async () => {
      shop = await Shop.open(await database.createUrl(), words);
    });
    afterAll(() => shop.storage.close());

    test.each(Object.entries(CARDS))('the card %s', async (name, prepare) => {
      const [composer, payload] = await prepare(shop);
      const { blocks, text } = renderMessage(await shop.compose(composer, payload), permalink);
      // Slack's own limits, by the stand-in's book.
      expect(() => readContent(new Arguments({ text, blocks }))).not.toThrow();
      await expectFixture(`cards/${name}${mark}`, { text, blocks });
    });

    test.each(Object.entries(FORMS))('the form %s', async (name, prepare) => {
      const form = await prepare(shop, words);
      if (typeof form === 'string') throw new Error(form);
      const view = renderForm(form);
      expect(() => checkView(view)).not.toThrow();
      await expectFixture(`forms/${name}${mark}`, view);
    });
  });
});
