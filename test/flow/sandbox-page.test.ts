import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Locator, Page, Request } from 'playwright-core';
import { onChromium } from '../support/chromium.ts';
import { namelessIn, sticksOutBy } from '../support/look-at-page.ts';
import { Product } from '../support/product.ts';
import { waitFor } from '../support/wait-for.ts';

onChromium((open) => {
  describe('the sandbox', () => {
    let product: Product;
    let page: Page;

    beforeAll(async () => {
      product = await Product.start();
      page = await open(product.url);
      await storyIsTold();
    });
    afterAll(() => product.close());

    const merchant = () => page.getByRole('region', { name: /^Merchant/ });
    const desk = () => page.getByRole('region', { name: /^Desk/ });
    const direct = () => page.getByRole('region', { name: /^Direct messages/ });
    const storyIsTold = () => desk().getByText('Card reader in the Leeds shop').first().waitFor();
    const say = async (box: Locator, words: string) => {
      await box.fill(words);
      await box.press('Enter');
    };
    const newRequest = () => merchant().getByRole('textbox', { name: /^New request/ });
    const answer = () => desk().getByRole('textbox', { name: /^Reply to/ });
    const thread = (words: string) => merchant().locator('.thread', { hasText: words });
    const reply = async (words: string) => {
      await thread(words).getByRole('button', { name: 'Reply in thread' }).click();
      return thread(words).getByRole('textbox', { name: /^Reply as/ });
    };
    /** Who is asked about something, by their direct messages. */
    const askedAbout = async (words: string): Promise<Locator> => {
      const agents = page.getByRole('radio', { name: /asked/ });
      const card = direct().getByRole('article').filter({ hasText: words });
      return waitFor(
        async () => {
          for (const agent of await agents.all()) {
            await agent.check({ force: true });
            if (await card.getByRole('button', { name: 'Accept' }).isVisible()) return card;
          }
          return null;
        },
        { what: `an offer of ${words}`, everyMs: 200 },
      );
    };
    const shownOnce = async (place: Locator, words: string) => {
      await place.getByText(words).first().waitFor();
      expect(await place.getByText(words).count()).toBe(1);
    };

    test('a merchant asks, the agent who is asked accepts and answers, and both see the other write', async () => {
      await page.getByRole('radio', { name: 'Maria Silva' }).check({ force: true });
      await say(newRequest(), 'Can we get receipts in Welsh?');
      await desk().getByText('Can we get receipts in Welsh?').first().waitFor();

      const card = await askedAbout('Can we get receipts in Welsh?');
      await card.getByRole('button', { name: 'Accept' }).click();
      await card.getByText('You have it.').waitFor();
      await thread('Can we get receipts in Welsh?')
        .getByText(/is looking at it/)
        .waitFor();

      await card.getByRole('button', { name: 'Open thread' }).click();
      await answer().pressSequentially('Yes');
      await thread('Can we get receipts in Welsh?')
        .getByText(/is typing/)
        .waitFor();
      await say(answer(), '// Welsh ships in the next release');
      await say(answer(), 'Yes, with the next release, Maria');
      await thread('Can we get receipts in Welsh?').getByText('Yes, with the next release, Maria').waitFor();
      await shownOnce(desk(), 'Welsh ships in the next release');
      expect(await merchant().getByText('Welsh ships in the next release').count()).toBe(0);

      const back = await reply('Can we get receipts in Welsh?');
      await back.pressSequentially('Lovely');
      await desk()
        .getByText(/Maria.* is typing/)
        .waitFor();
      await say(back, 'Lovely, that is in time');
      await shownOnce(desk(), 'Lovely, that is in time');
    });

    test('a reload loses nothing: neither what was said, nor what was opened, nor a draft', async () => {
      await newRequest().fill('Half a sent');
      await page.reload();
      await shownOnce(merchant(), 'Yes, with the next release, Maria');
      await shownOnce(desk(), 'Lovely, that is in time');
      expect(await newRequest().inputValue()).toBe('Half a sent');
      await newRequest().fill('');
    });

    test('a channel that is out of reach gets what was said when it is back, once and in order', async () => {
      await merchant().getByRole('button', { name: 'Take offline' }).click();
      await merchant().getByText('This channel is offline.').waitFor();
      await say(answer(), 'First of two');
      await say(answer(), 'Second of two');
      await shownOnce(desk(), 'Second of two');
      await merchant()
        .getByText(/on the way/)
        .waitFor();
      expect(await merchant().getByText('First of two').count()).toBe(0);

      await merchant().getByRole('button', { name: 'Bring back online' }).first().click();
      await shownOnce(merchant(), 'Second of two');
      await shownOnce(merchant(), 'First of two');
      const words = await thread('Can we get receipts in Welsh?').locator('.text').allInnerTexts();
      expect(words.indexOf('First of two')).toBeLessThan(words.indexOf('Second of two'));
    });

    test('the server is killed and starts again under the page: nothing is lost, nothing doubled', async () => {
      await product.kill();
      await say(newRequest(), 'Said while nobody listened');
      await say(answer(), 'Answered while nobody listened');
      await page
        .getByText(/Reconnecting|sending/i)
        .first()
        .waitFor();
      await product.run();
      await shownOnce(merchant(), 'Said while nobody listened');
      await shownOnce(merchant(), 'Answered while nobody listened');
      await shownOnce(desk(), 'Answered while nobody listened');
      await waitFor(async () => (await page.getByText('sending…').count()) === 0);

      await page.reload();
      await shownOnce(merchant(), 'Said while nobody listened');
      await shownOnce(merchant(), 'Answered while nobody listened');
    });

    test('starting over tells the story anew', async () => {
      await page.getByRole('button', { name: 'Start over' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Start over' }).click();
      await waitFor(async () => (await merchant().getByText('Can we get receipts in Welsh?').count()) === 0);
      await storyIsTold();
    });

    test.each([
      [1400, 'light'],
      [1400, 'dark'],
      [390, 'light'],
      [390, 'dark'],
    ] as const)('at %i px, %s: nothing sticks out and everything has a name', async (width, colorScheme) => {
      const shown = await open(product.url, { viewport: { width, height: 844 }, colorScheme });
      await shown.getByText('The payout for October is wrong').first().waitFor();
      expect(await sticksOutBy(shown)).toBe(0);
      expect(await namelessIn(shown)).toEqual([]);
      await shown.context().close();
    });

    test('the first paint takes less than 150 kB', async () => {
      const shown = await open('about:blank');
      const finished: Request[] = [];
      shown.on('requestfinished', (request) => finished.push(request));
      await shown.goto(product.url);
      await shown.getByText('The payout for October is wrong').first().waitFor();
      const sizes = await Promise.all([...finished].map((request) => request.sizes()));
      const bytes = sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0);
      expect(bytes).toBeGreaterThan(10_000);
      expect(bytes).toBeLessThan(150_000);
      await shown.context().close();
    });
  });
});
