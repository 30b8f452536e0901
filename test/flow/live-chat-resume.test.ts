import { beforeAll, describe, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import type { LivePage } from '../support/live-page.ts';
import { tellLiveStories } from '../support/scene/live-stories.ts';
import type { Browser } from '../support/scene/members.ts';
import { waitFor } from '../support/wait-for.ts';

const SAMPLES = 15;
/** What one replica takes reaches a socket on the other within this time, in ms. */
const PROMISED_MS = 500;

onEachDatabase((database) => {
  describe('nothing is missed and nothing shown twice', () => {
    const stories = tellLiveStories(database);
    let maria: Browser;
    let bo: Browser;

    beforeAll(async () => {
      maria = await stories.customer('Maria');
      bo = (await stories.colleague('Bo')).browser;
    });

    const open = async (subject: string) => (await stories.ticket(subject)).id;
    const numbers = (page: LivePage) =>
      page.news.flatMap((news) => {
        if (news.type === 'recent_messages') return news.messages.map(({ number }) => number);
        return news.type === 'chat_message' ? [news.message.number] : [];
      });
    const from = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index);
    const untilShown = (page: LivePage, last: number) =>
      waitFor(() => numbers(page).includes(last), {
        what: `message ${last}`,
        timeoutMs: 20_000,
        explain: () => JSON.stringify(numbers(page)),
      });

    test('a page that comes back is shown what came after what it has', async () => {
      const id = await open('Tunnel');
      const first = await stories.page(maria, id, { replica: 0 });
      first.say('before the tunnel');
      await untilShown(first, 2);
      first.socket.terminate();
      const his = await stories.page(bo, id);
      for (const words of ['in it', 'still in it']) his.say(words);
      await untilShown(his, 4);
      const second = await stories.page(maria, id, { after: 2 });
      his.say('out of it');
      await untilShown(second, 5);
      expect(second.words()).toEqual(['in it', 'still in it', 'out of it']);
      const whole = await stories.page(maria, id, { after: 0 });
      expect(numbers(whole)).toEqual(from(1, 5));
      const upToDate = await stories.page(maria, id, { after: 5 });
      expect(numbers(upToDate)).toEqual([]);
    });

    test('a page that is new is shown the latest fifty, and one that was away long all of it', async () => {
      const id = await open('A long story');
      const his = await stories.page(bo, id, { replica: 0 });
      for (const number of from(2, 60)) his.say(`part ${number}`);
      await untilShown(his, 60);
      expect(numbers(await stories.page(maria, id))).toEqual(from(11, 60));
      expect(numbers(await stories.page(maria, id, { after: 1 }))).toEqual(from(2, 60));
    });

    test('pages come and go while messages stream in from both sides', async () => {
      const id = await open('A lively one');
      const [hers, his] = [await stories.page(maria, id, { replica: 0 }), await stories.page(bo, id)];
      const last = 81;
      const stream = (async () => {
        for (const number of from(1, 40)) {
          hers.say(`hers ${number}`);
          his.say(`his ${number}`);
          await untilShown(his, 1 + number * 2);
        }
      })();
      const seen: number[] = [];
      while (seen.at(-1) !== last) {
        const replica = seen.length % stories.scene.apps.length;
        const page = await stories.page(maria, id, { replica, after: seen.at(-1) ?? 0 });
        await page.until('recent_messages');
        await waitFor(() => numbers(page).length > 1 || numbers(page).at(-1) === last);
        page.socket.terminate();
        await page.ended;
        seen.push(...numbers(page));
      }
      await stream;
      expect(seen).toEqual(from(1, last));
      await untilShown(hers, last);
      expect([numbers(hers), numbers(his)]).toEqual([from(1, last), from(1, last)]);
    });

    test('the same message again is said once, over whichever sockets it comes', async () => {
      const id = await open('Said once');
      const replicas = [0, stories.scene.apps.length - 1, 0, stories.scene.apps.length - 1];
      const pages = await Promise.all(replicas.map((replica) => stories.page(maria, id, { replica })));
      for (const page of pages) for (let times = 0; times < 3; times += 1) page.say('Once, please', 'client-once');
      pages[0]!.say('Once, please', 'client-other');
      await Promise.all(pages.map((page) => untilShown(page, 3)));
      // Whoever says the same in another ticket says something else.
      const other = await stories.page(maria, await open('Another place'));
      other.say('Once, please', 'client-once');
      await untilShown(other, 2);
      await stories.scene.settle();

      expect(pages.flatMap((page) => page.of('error'))).toEqual([]);
      const said = (await stories.scene.ticket(id)).messages.map(({ text }) => text);
      expect(said).toEqual(['Said once, please help', 'Once, please', 'Once, please']);
      const posts = await stories.scene.slack.posts({ channel: stories.desk.id, containing: 'Once, please' });
      expect(posts.filter(({ username }) => username?.startsWith('Maria'))).toHaveLength(3);
    });

    test('whoever says something again is shown that it was taken, however long ago', async () => {
      const id = await open('Said again');
      const first = await stories.page(maria, id);
      first.say('Taken already', 'client-again');
      await untilShown(first, 2);
      const second = await stories.page(maria, id, { after: 2 });
      second.say('Taken already', 'client-again');
      const { message } = await second.until('chat_message');
      expect(message).toMatchObject({ number: 2, clientId: 'client-again', content: 'Taken already' });
      expect((await stories.scene.ticket(id)).messages).toHaveLength(2);
    });

    test('the same name for a message of two people is two messages', async () => {
      const id = await open('Two of one name');
      const [hers, his] = [await stories.page(maria, id), await stories.page(await stories.customer('Tom'), id)];
      hers.say('from Maria', 'client-same');
      his.say('from Tom', 'client-same');
      await untilShown(hers, 3);
      expect(hers.words().slice(1).sort()).toEqual(['from Maria', 'from Tom']);
    });

    test('what one replica takes is seen on the other in time', async () => {
      const id = await open('Quick');
      const [hers, his] = [await stories.page(maria, id, { replica: 0 }), await stories.page(bo, id)];
      const times: number[] = [];
      for (const number of from(2, 1 + SAMPLES)) {
        const start = performance.now();
        hers.say(`sample ${number}`);
        await waitFor(() => numbers(his).at(-1) === number, { everyMs: 5 });
        times.push(performance.now() - start);
      }
      const median = times.sort((a, b) => a - b)[Math.floor(SAMPLES / 2)];
      expect(median).toBeLessThan(PROMISED_MS);
    });
  });
});
