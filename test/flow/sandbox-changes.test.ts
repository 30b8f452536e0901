import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { onChromium } from '../support/chromium.ts';
import { namelessIn } from '../support/look-at-page.ts';
import { Product } from '../support/product.ts';
import { waitFor } from '../support/wait-for.ts';

onChromium((open) => {
  describe('what is changed in the sandbox', () => {
    let product: Product;
    let page: Page;

    beforeAll(async () => {
      product = await Product.start();
      page = await open(product.url);
      await desk().getByText('Card reader in the Leeds shop').first().waitFor();
      await page.getByRole('radio', { name: 'Maria Silva' }).check({ force: true });
      await say(merchant().getByRole('textbox', { name: /^New request/ }), 'Are refunds in Weish free?');
      await desk().getByText('Are refunds in Weish free?').first().waitFor();
    });
    afterAll(() => product.close());

    const merchant = () => page.getByRole('region', { name: /^Merchant/ });
    const desk = () => page.getByRole('region', { name: /^Desk/ });
    const say = async (box: Locator, words: string) => {
      await box.fill(words);
      await box.press('Enter');
    };
    const message = (place: Locator, words: string) => place.locator('.message', { hasText: words });
    const menuOf = async (place: Locator, words: string, item: string) => {
      await message(place, words).hover();
      await message(place, words)
        .getByRole('button', { name: /^React/ })
        .click();
      await page.getByRole('menuitem', { name: item }).click();
    };
    const isGone = (place: Locator, words: string) =>
      waitFor(async () => (await place.getByText(words).count()) === 0, { what: `${words} to be gone` });
    const chip = (place: Locator, words: string) => place.getByRole('button', { name: words, exact: true });

    test('a request is edited: its card at the desk says what it says now', async () => {
      await menuOf(merchant(), 'refunds in Weish', 'Edit');
      await say(merchant().getByRole('textbox', { name: 'Edit the message' }), 'Are refunds in Welsh free?');
      await merchant().getByText('edited').first().waitFor();
      await desk().getByText('Are refunds in Welsh free?').first().waitFor();
      await isGone(page.locator('main, body').first(), 'refunds in Weish');
    });

    test('a reaction is shown on both sides, and so is who joins it', async () => {
      await menuOf(merchant(), 'refunds in Welsh', '👍');
      const card = desk().getByRole('article').filter({ hasText: 'refunds in Welsh' });
      await chip(card, '👍 1').click();
      await chip(merchant(), '👍 2').waitFor();
      expect(await chip(merchant(), '👍 2').getAttribute('aria-pressed')).toBe('true');
      await chip(merchant(), '👍 2').click();
      await chip(merchant(), '👍 1').waitFor();
      await chip(card, '👍 1').waitFor();
      expect(await namelessIn(page)).toEqual([]);
    });

    test('an answer is hidden, another one taken back: the merchant has neither', async () => {
      await desk().getByRole('article').filter({ hasText: 'refunds in Welsh' }).locator('.open-thread').click();
      const answer = desk().getByRole('textbox', { name: /^Reply to/ });
      for (const words of ['The bank says so', 'Never mind this', 'Yes, they are']) {
        await say(answer, words);
        await merchant().getByText(words).first().waitFor();
      }
      await menuOf(desk(), 'The bank says so', 'Edit');
      await say(desk().getByRole('textbox', { name: 'Edit the message' }), '// The bank says so');
      await isGone(merchant(), 'The bank says so');
      await menuOf(desk(), 'Never mind this', 'Delete');
      await isGone(page.locator('body'), 'Never mind this');
      await merchant().getByText('Yes, they are').waitFor();
      expect(await desk().getByText('Stays at the desk').count()).toBeGreaterThan(0);
    });

    test('all of it is still so after a reload', async () => {
      await page.reload();
      await merchant().getByText('Yes, they are').first().waitFor();
      await chip(merchant(), '👍 1').waitFor();
      for (const words of ['The bank says so', 'Never mind this', 'refunds in Weish']) {
        expect(await merchant().getByText(words).count()).toBe(0);
      }
    });

    test('a message with a thread leaves its place; the keyboard is enough for that', async () => {
      await message(merchant(), 'refunds in Welsh')
        .getByRole('button', { name: /^React/ })
        .focus();
      await page.keyboard.press('Enter');
      await page.keyboard.press('End');
      await page.keyboard.press('Enter');
      await merchant().getByText('This message was deleted.').waitFor();
      await desk().getByText('Deleted request').first().waitFor();
      await merchant().getByText('Yes, they are').first().waitFor();
    });

    test('nobody changes what somebody else said, or what is not there', async () => {
      const messageId = (await message(merchant(), 'Yes, they are').getAttribute('data-message'))!;
      const label = (await merchant().getAttribute('aria-label'))!;
      const world = (await (await fetch(`${product.url}/sandbox/world`)).json()) as {
        agents: { userId: string }[];
        merchants: { name: string; channelId: string }[];
      };
      const channelId = world.merchants.find(({ name }) => label.includes(name))!.channelId;
      const ask = async (path: string, body: object) => {
        const sent = { userId: world.agents[0]!.userId, channelId, messageId, clientId: crypto.randomUUID(), ...body };
        const headers = { 'content-type': 'application/json', origin: product.url };
        return (await fetch(`${product.url}/sandbox/${path}`, { method: 'POST', headers, body: JSON.stringify(sent) }))
          .status;
      };
      expect(await ask('edits', { text: 'Mine now' })).toBe(403);
      expect(await ask('deletions', {})).toBe(403);
      expect(await ask('reactions', { emoji: '👀', isOn: true, messageId: 'nowhere' })).toBe(404);
      expect(await ask('reactions', { emoji: 'words', isOn: true })).toBe(400);
      expect(await ask('reactions', { emoji: '👀', isOn: true, userId: 'somebody' })).toBe(404);
    });
  });
});
