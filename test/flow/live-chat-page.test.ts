import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { onChromium, type OpenPage } from '../support/chromium.ts';
import { namelessIn, sticksOutBy } from '../support/look-at-page.ts';
import { Product } from '../support/product.ts';
import { waitFor } from '../support/wait-for.ts';

const ADMIN_KEY = 'a-key-for-tests-only';
/** The story's ticket of Northwind Coffee, where Maria works. */
const TICKET = '/tickets/SB-1002';

onChromium((open) => {
  describe('live chat in the browser', () => {
    let product: Product;
    let maria: Page;
    let ada: Page;

    beforeAll(async () => {
      product = await Product.start({ SWITCHBOARD_ADMIN_KEY: ADMIN_KEY });
      const story = await open(product.url);
      await story.getByText('Card reader in the Leeds shop').first().waitFor();
      await story.context().close();
      maria = await signedIn(open, product, 'Maria Silva');
      ada = await signedIn(open, product, 'Ada Obi');
    });
    afterAll(() => product.close());

    const composer = (page: Page) => page.getByRole('textbox');
    const say = async (page: Page, words: string) => {
      await composer(page).fill(words);
      await composer(page).press('Enter');
    };
    const shownOnce = async (page: Page, words: string) => {
      const said = page.getByRole('log').getByText(words, { exact: true });
      await said.first().waitFor();
      expect(await said.count()).toBe(1);
    };

    test('two people talk, and each sees that the other is here and writes', async () => {
      await maria.getByText('Ada is here').waitFor();
      await ada.getByText('Maria is here').waitFor();
      await composer(maria).pressSequentially('It is not');
      await ada.getByText(/Maria.* is typing/).waitFor();
      await say(maria, 'It is not on the statement yet');
      await shownOnce(ada, 'It is not on the statement yet');

      await composer(ada).pressSequentially('Tonight');
      await maria.getByText(/Ada.* is typing/).waitFor();
      await say(ada, 'Tonight it will be');
      await shownOnce(maria, 'Tonight it will be');
      await maria.getByRole('status').getByText('Waiting for you').waitFor();
    });

    test('what is kept at the desk reaches no merchant', async () => {
      await say(ada, '// The ledger closes at ten');
      await shownOnce(ada, 'The ledger closes at ten');
      await say(ada, 'I will tell you when');
      await shownOnce(maria, 'I will tell you when');
      await maria.reload();
      await shownOnce(maria, 'I will tell you when');
      expect(await maria.getByText('The ledger closes at ten').count()).toBe(0);
    });

    test('what is marked up is set so for both, and nothing else becomes markup', async () => {
      const long =
        'SELECT * FROM payouts WHERE merchant = 7 AND month = 10 AND total <> booked; -- all of them, in one line';
      await say(
        maria,
        `**Look** at <b>this</b>, [the list](https://acme.example/x) and [this](javascript:alert(1))\n\n\`\`\`sql\n${long}\n\`\`\`\n1. open\n2. close`,
      );
      for (const page of [maria, ada]) {
        const text = page.getByRole('log').locator('.text').filter({ hasText: 'Look at' });
        await text.locator('strong').getByText('Look', { exact: true }).waitFor();
        expect(await text.locator('> p').innerText()).toBe(
          'Look at <b>this</b>, the list (https://acme.example/x) and [this](javascript:alert(1))',
        );
        expect(await text.locator('pre code').innerText()).toBe(long);
        expect(await text.locator('ol > li').allInnerTexts()).toEqual(['open', 'close']);
        expect(await text.locator('a').count()).toBe(1);
        expect(await text.locator('a').getAttribute('href')).toBe('https://acme.example/x');
        expect(await text.locator('b, script').count()).toBe(0);
      }
    });

    const messageOf = (page: Page, words: string) =>
      page.getByRole('log').locator('[data-message]').filter({ hasText: words });
    const openMenu = async (page: Page, words: string, label: RegExp) => {
      await messageOf(page, words).hover();
      const opener = messageOf(page, words).getByRole('button', { name: label });
      await opener.focus();
      await page.keyboard.press('Enter');
      return page.getByRole('menu', { name: label });
    };

    test('one edits, deletes and reacts, by keyboard too, and both see the same', async () => {
      await say(maria, 'The **card** reader is on again');
      const own = /^React, edit or delete: message of Maria/;
      const menu = await openMenu(maria, 'card reader is on', own);
      await menu.getByRole('menuitem', { name: 'Edit' }).focus();
      await maria.keyboard.press('Enter');
      const box = maria.getByRole('textbox', { name: 'Edit the message' });
      // As it was typed, so that nothing of its formatting is lost.
      expect(await box.inputValue()).toBe('The **card** reader is on again');
      await box.fill('The **card** reader is off again');
      await box.press('Enter');
      expect(await maria.evaluate('document.activeElement.getAttribute("aria-label")')).toMatch(own);
      const edited = messageOf(ada, 'The card reader is off again');
      await edited.getByText('edited').waitFor();
      expect(await edited.locator('strong').innerText()).toBe('card');

      // Somebody else's words are there to react to alone.
      const theirs = await openMenu(ada, 'is off again', /^React: message of Maria/);
      expect(await theirs.getByRole('menuitem').count()).toBe(5);
      await theirs.getByRole('menuitem', { name: '👀' }).click();
      const seen = messageOf(maria, 'is off again').getByRole('button', { name: '👀 1' });
      await seen.waitFor();
      expect(await seen.getAttribute('aria-pressed')).toBe('false');
      await seen.press('Enter');
      const both = messageOf(ada, 'is off again').getByRole('button', { name: '👀 2' });
      await both.waitFor();
      expect(await both.getAttribute('aria-pressed')).toBe('true');
      await both.click();
      await messageOf(maria, 'is off again').getByRole('button', { name: '👀 1' }).waitFor();

      await say(maria, 'Wrong window, sorry');
      await shownOnce(ada, 'Wrong window, sorry');
      const slip = await openMenu(maria, 'Wrong window', own);
      await slip.getByRole('menuitem', { name: 'Delete' }).click();
      await waitFor(async () => (await ada.getByText('Wrong window, sorry').count()) === 0);
      await waitFor(async () => (await maria.getByText('Wrong window, sorry').count()) === 0);
    });

    test('what is edited with // goes from the merchant, and the page says so before', async () => {
      await say(ada, 'They owe us money');
      await shownOnce(maria, 'They owe us money');
      const menu = await openMenu(ada, 'They owe us', /^React, edit or delete/);
      await menu.getByRole('menuitem', { name: 'Edit' }).click();
      const box = ada.getByRole('textbox', { name: 'Edit the message' });
      await box.fill('// They owe us money');
      await ada.getByText('Northwind Coffee will not see it').waitFor();
      await box.press('Enter');
      await waitFor(async () => (await maria.getByText('They owe us money').count()) === 0);
      await messageOf(ada, 'They owe us money').getByText('Stays at the desk').waitFor();
    });

    test('the server is killed and starts again under both pages: nothing is lost, nothing doubled', async () => {
      await composer(ada).fill('Half an ans');
      await product.kill();
      await say(maria, 'Said while nobody listened');
      await maria.getByText('sending…').waitFor();
      await product.run();
      await shownOnce(ada, 'Said while nobody listened');
      await waitFor(async () => (await maria.getByText('sending…').count()) === 0);
      await shownOnce(maria, 'Said while nobody listened');

      await Promise.all([maria.reload(), ada.reload()]);
      await shownOnce(maria, 'Said while nobody listened');
      await shownOnce(ada, 'Said while nobody listened');
      expect(await composer(ada).inputValue()).toBe('Half an ans');
      await composer(ada).fill('');
    });

    test('a merchant’s person sees their own tickets and no others', async () => {
      await maria.goto(`${product.url}/tickets`);
      await maria.getByRole('link', { name: /Card reader in the Leeds shop/ }).waitFor();
      expect(await maria.getByText(/second shop/).count()).toBe(0);
      await maria.goto(`${product.url}/tickets/SB-1001`);
      await maria.getByText(/There is no SB-1001 among your tickets/).waitFor();
      await ada.goto(`${product.url}/tickets`);
      await ada.getByRole('link', { name: /second shop/ }).waitFor();
    });

    test.each([
      [1400, 'light'],
      [1400, 'dark'],
      [390, 'light'],
      [390, 'dark'],
    ] as const)('at %i px, %s: nothing sticks out and everything has a name', async (width, colorScheme) => {
      await maria.setViewportSize({ width, height: 844 });
      await maria.emulateMedia({ colorScheme });
      await maria.goto(product.url + TICKET);
      await shownOnce(maria, 'Tonight it will be');
      await messageOf(maria, 'is off again').getByRole('button', { name: '👀 1' }).waitFor();
      await openMenu(maria, 'is off again', /^React, edit or delete/);
      await maria.keyboard.press('Escape');
      expect(await sticksOutBy(maria)).toBe(0);
      expect(await namelessIn(maria)).toEqual([]);
    });

    test('whoever signs out is out, and the link works once', async () => {
      const link = await linkFor(product, 'Tom Baker');
      const tom = await open(link);
      await tom.getByRole('button', { name: 'Sign in as Tom Baker' }).click();
      await tom.getByRole('log').waitFor();
      const late = await open(link);
      await late.getByText('This link does not work any more').waitFor();

      await tom.getByRole('button', { name: 'Sign out' }).click();
      await tom.getByText('You are not signed in.').waitFor();
      await tom.goto(product.url + TICKET);
      await tom.getByText('You are not signed in.').waitFor();
    });
  });
});

/** A window in which somebody of the story has followed their link to the ticket. */
async function signedIn(open: OpenPage, product: Product, name: string): Promise<Page> {
  const page = await open(await linkFor(product, name));
  await page.getByRole('button', { name: `Sign in as ${name}` }).click();
  await page.getByRole('log').waitFor();
  return page;
}

async function linkFor(product: Product, name: string): Promise<string> {
  const { members } = await api<{ members: { id: number; name: string }[] }>(product, 'GET', '/members');
  const memberId = members.find((member) => member.name === name)?.id;
  const { url } = await api<{ url: string }>(product, 'POST', '/login-links', { memberId, leadsTo: TICKET });
  return url;
}

async function api<T>(product: Product, method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`${product.url}/api${path}`, {
    method,
    headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  return (await response.json()) as T;
}
