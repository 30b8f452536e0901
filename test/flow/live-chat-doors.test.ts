import { beforeAll, describe, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import { signPass } from '../../src/directory/sign-in/token.ts';
import { onEachDatabase } from '../support/databases.ts';
import { LivePage } from '../support/live-page.ts';
import { viewDatabase } from '../support/scene/database-view.ts';
import { tellLiveStories } from '../support/scene/live-stories.ts';
import { urlOf, type Browser } from '../support/scene/members.ts';

onEachDatabase((database) => {
  describe('who may open a socket', () => {
    const stories = tellLiveStories(database);
    let maria: Browser;
    let ticketId: number;

    beforeAll(async () => {
      maria = await stories.customer('Maria');
      ticketId = (await stories.ticket('Let me in')).id;
    });

    const openFrom = async (origin?: string) =>
      LivePage.open(
        urlOf(stories.scene),
        { token: await maria.pass(), ticketId },
        origin === undefined ? {} : { origin },
      );

    test.each(['https://evil.example', 'null', 'http://127.0.0.1:1', 'http://desk.example.com.evil.example'])(
      'a page of %s is refused before anything is said: 403',
      async (origin) => {
        await expect(openFrom(origin)).rejects.toThrow('403');
      },
    );

    test('our own pages may, at the public address and at this one, and what is no page', async () => {
      for (const origin of ['http://desk.example.com', urlOf(stories.scene), undefined]) {
        const page = await openFrom(origin);
        await page.until('recent_messages');
        await page.close();
      }
    });

    test('there are no sockets elsewhere: 404', async () => {
      for (const path of ['/ws', '/ws/chat/more', '/api/support-tickets', '/']) {
        const socket = new WebSocket(`${urlOf(stories.scene).replace('http', 'ws')}${path}`);
        const refused = new Promise<Error>((resolve) => void socket.once('error', resolve));
        expect((await refused).message).toContain('404');
      }
    });

    test('without a token: 4001', async () => {
      for (const query of [{}, { ticketId }, { token: '', ticketId }]) {
        const page = await LivePage.open(urlOf(stories.scene), query);
        expect(await page.ended).toEqual({ code: 4001, reason: 'Sign in first: the token is missing.' });
        expect(page.news).toEqual([]);
      }
    });

    test('with a token that is forged, over, or somebody else’s making: 4003', async () => {
      const view = await viewDatabase(stories.scene.databaseUrl);
      const [secret] = await view.rows<{ value: string }>(`SELECT value FROM secret WHERE name = 'pass'`);
      const [session] = await view.rows<{ id: number }>('SELECT MAX(id) AS id FROM session');
      await view.close();
      const soon = new Date(Date.now() + 60_000);
      const good = await maria.pass();
      const tokens = [
        'garbage',
        `${good}x`,
        good.replace(/^\d+/, (id) => String(Number(id) + 1)),
        signPass(session!.id, soon, 'a guess'),
        signPass(session!.id, new Date(Date.now() - 1), secret!.value),
        signPass(999_999, soon, secret!.value),
        maria.cookie.split('=')[1]!,
        stories.scene.appOptions.adminKey,
      ];
      for (const token of tokens) {
        const page = await LivePage.open(urlOf(stories.scene), { token, ticketId });
        expect(await page.ended).toMatchObject({ code: 4003 });
        expect(page.news).toEqual([]);
      }
    });

    test('whoever is signed out: no new page, and those that are open end soon, on both replicas', async () => {
      const tom = await stories.customer('Tom');
      const pages = [await stories.page(tom, ticketId, { replica: 0 }), await stories.page(tom, ticketId)];
      const idle = await stories.lobby(tom);
      const others = await stories.page(maria, ticketId);
      const pass = await tom.pass();
      expect(await stories.scene.api('DELETE', `/members/${tom.member.id}/sessions`)).toMatchObject({
        status: 200,
        body: { success: true, revoked: 1 },
      });
      const late = await LivePage.open(urlOf(stories.scene), { token: pass, ticketId });
      expect(await late.ended).toMatchObject({ code: 4003 });

      // Speaking tells at once, waiting a little later.
      pages[0]!.say('One more thing');
      expect(await pages[0]!.ended).toEqual({ code: 4003, reason: 'You were signed out.' });
      idle.send({ type: 'join_ticket', ticketId });
      expect(await idle.ended).toEqual({ code: 4003, reason: 'You were signed out.' });
      expect(idle.of('recent_messages')).toEqual([]);
      expect(await pages[1]!.ended).toEqual({ code: 4003, reason: 'You were signed out.' });

      await others.until('user_left', ({ userId }) => userId === tom.member.userId);
      expect(others.words()).not.toContain('One more thing');
    });

    test('signing out ends the pages of that browser alone', async () => {
      const here = await stories.page(maria, ticketId, { replica: 0 });
      const zoe = await stories.customer('Zoe');
      const gone = await stories.page(zoe, ticketId);
      const answer = await fetch(`${urlOf(stories.scene)}/sign-out`, {
        method: 'POST',
        headers: { cookie: zoe.cookie },
      });
      expect(answer.status).toBe(200);
      expect(await gone.ended).toMatchObject({ code: 4003 });
      here.say('Still here');
      await here.until('chat_message', ({ message }) => message.content === 'Still here');
    });

    test('no pass is written into the log', async () => {
      const pass = await maria.pass();
      const page = await LivePage.open(urlOf(stories.scene), { token: pass, ticketId });
      await page.until('recent_messages');
      await page.close();
      const log = stories.scene.apps.map((app) => app.output()).join('\n');
      expect(log).not.toContain(pass);
      expect(log).not.toContain('token=');
    });
  });
});
