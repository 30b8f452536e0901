import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { onMariaDb, type TestDatabase } from '../support/databases.ts';
import { LivePage } from '../support/live-page.ts';
import { tellLiveStories } from '../support/scene/live-stories.ts';
import { urlOf, type Browser } from '../support/scene/members.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { waitFor } from '../support/wait-for.ts';

onMariaDb((database) => {
  let proxy: TcpProxy;
  const proxied: TestDatabase = {
    name: 'mariadb',
    async createUrl() {
      const url = new URL(await database.createUrl());
      proxy = await startTcpProxy(Number(url.port));
      url.port = String(proxy.port);
      return url.href;
    },
  };
  // It is registered first, and so is done last.
  afterAll(() => proxy.close());
  const stories = tellLiveStories(proxied, { replicas: 1 });
  let maria: Browser;

  beforeAll(async () => {
    maria = await stories.customer('Maria');
  });

  test.each([
    ['is gone', () => proxy.cut()],
    ['does not answer', () => proxy.swallow()],
  ])('while the database %s pages are told so; afterwards all goes on and nothing is lost', async (how, breakDown) => {
    const { scene } = stories;
    const { id } = await stories.ticket(`The database ${how}`);
    const page = await stories.page(maria, id);
    page.say('before');
    await page.until('chat_message');
    const pass = await maria.pass();

    breakDown();
    page.say('meanwhile', 'client-down');
    const late = await LivePage.open(urlOf(scene), { token: pass, ticketId: id });
    expect(await page.until('error')).toEqual({
      type: 'error',
      message: 'This could not be written down just now. Nothing was lost: please send it again.',
      clientId: 'client-down',
    });
    expect(await late.ended).toMatchObject({ code: 4500 });

    proxy.mend();
    await waitFor(
      async () => {
        page.say('meanwhile', 'client-down');
        return (await scene.ticket(id)).messages.some(({ text }) => text === 'meanwhile');
      },
      { everyMs: 500, timeoutMs: 20_000 },
    );
    const back = await stories.page(maria, id, { after: 1 });
    back.say('afterwards');
    for (const one of [page, back]) {
      await one.until('chat_message', ({ message }) => message.content === 'afterwards', 20_000);
    }
    expect(page.words().slice(1)).toEqual(['before', 'meanwhile', 'afterwards']);
    expect(back.words()).toEqual(['before', 'meanwhile', 'afterwards']);
  });
});
