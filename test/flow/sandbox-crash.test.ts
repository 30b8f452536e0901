import { afterEach, expect, test } from '@jest/globals';
import { SandboxPage, readWorld } from '../support/sandbox/sandbox-page.ts';
import { wordsOf } from '../support/sandbox/sandbox-feed.ts';
import { viewDatabase } from '../support/scene/database-view.ts';
import { Product } from '../support/product.ts';
import { waitFor } from '../support/wait-for.ts';

let product: Product;
let page: SandboxPage | undefined;

afterEach(async () => {
  await page?.close();
  await product.close();
  page = undefined;
});

/** Kills the program as soon as it has said so much of the story; it may have got further. */
const killAfter = async (entries: number) => {
  product = await Product.start({ TICKET_GROUPING_SECONDS: '0' });
  const view = await viewDatabase(`sqlite:${product.folder}/data/switchboard.db`);
  await waitFor(async () => (await view.rows('SELECT 1 FROM entry')).length >= entries, { everyMs: 1 });
  await product.kill();
  await view.close();
};

test.each([1, 3, 6, 9, 12, 15])(
  'kill -9 after %i messages: after the next start the story is whole',
  async (entries) => {
    await killAfter(entries);
    await product.run();
    expect((await readWorld(product)).agents).toHaveLength(3);
    page = await SandboxPage.open(product);
    const standing = (id: string) => page!.feed.standing(id);
    const northwind = page.merchant('Northwind').channelId;
    const fjord = page.merchant('Fjord').channelId;
    await waitFor(() => standing(page!.desk).length === 3);
    expect([standing(northwind).length, standing(fjord).length]).toEqual([2, 1]);
    const inThread = (id: string, index: number) =>
      page!.feed.standing(id, standing(id)[index]!.messageId).map(wordsOf).join('\n');
    expect(inThread(fjord, 0).match(/Congratulations on Bergen/g)).toHaveLength(1);
    expect(inThread(northwind, 0).match(/I found it, Maria/g)).toHaveLength(1);
    await waitFor(() => inThread(fjord, 0).includes('is resolved'));
    await page.say('Maria', northwind, 'Does it still work?');
    await page.untilAtDesk('Does it still work?');
    expect((await page.reset()).status).toBe(200);
    await page.reload();
    await page.untilTold();
  },
);
