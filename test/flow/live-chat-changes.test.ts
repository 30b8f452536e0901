import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { LivePage } from '../support/live-page.ts';
import { addMember, signIn, urlOf, type Browser } from '../support/scene/members.ts';
import { Scene, type Agent, type Merchant } from '../support/scene/scene.ts';
import { beginTalk, copiesIn, sayIn, type Talk } from '../support/scene/talk.ts';
import type { Said } from '../support/slack-stand-in/protocol.ts';

onEachDatabase((database) => {
  describe('what is changed elsewhere while it is read in live chat', () => {
    let scene: Scene;
    let acme: Merchant;
    let bo: Agent;
    let maria: Browser;
    let anna: Browser;
    const pages: LivePage[] = [];

    beforeAll(async () => {
      scene = await Scene.open(database, { replicas: database.name === 'mariadb' ? 2 : 1 });
      acme = await scene.merchant('Acme');
      await scene.desk();
      bo = await scene.agent('Bo', [], false);
      maria = await signIn(scene, await addMember(scene, { name: 'Maria', role: 'merchant', merchantId: acme.id }));
      anna = await signIn(scene, await addMember(scene, { name: 'Anna', role: 'admin' }));
    });
    afterAll(async () => {
      await Promise.all(pages.map((page) => page.close()));
      await scene.close();
    });

    const openPage = async (browser: Browser, { ticket }: Talk, after?: number): Promise<LivePage> => {
      const replica = scene.apps.length - 1;
      const query = { token: await browser.pass(replica), ticketId: ticket.id };
      const page = await LivePage.open(urlOf(scene, replica), { ...query, ...(after !== undefined && { after }) });
      pages.push(page);
      await page.until('recent_messages');
      return page;
    };
    const edit = ({ channel, ts }: Said, text: string) => scene.slack.edit({ channel, ts, text });
    /** The last version that a page was told of. */
    const versionOf = (page: LivePage): number =>
      Math.max(
        ...page.news.flatMap((news) => {
          if (news.type === 'recent_messages') return news.messages.map(({ version }) => version);
          if (news.type === 'chat_message') return [news.message.version];
          return news.type === 'message_deleted' ? [news.version] : [];
        }),
      );

    test('an edit comes as the same message, a deletion as its number; the history has what stands', async () => {
      const talk = await beginTalk(scene, acme, 'The till prints twice');
      const asked = await sayIn(scene, talk.atMerchant, talk.una, 'It began on Mondey');
      const answered = await sayIn(scene, talk.atDesk, bo, 'A wrong answer');
      const page = await openPage(maria, talk);

      await edit(asked, 'It began on Monday');
      const { message } = await page.until('chat_message', (news) => news.message.number === 2);
      expect(message.content).toBe('It began on Monday');
      expect(Math.abs(Date.parse(message.editedAt!) - Date.now())).toBeLessThan(60_000);

      await scene.slack.remove({ channel: answered.channel, ts: answered.ts });
      expect(await page.until('message_deleted')).toMatchObject({ ticketId: talk.ticket.id, number: 3 });

      const later = await openPage(maria, talk);
      expect(later.words()).toEqual(['The till prints twice', 'It began on Monday']);
      await sayIn(scene, talk.atDesk, bo, 'A right answer');
      await later.until('chat_message', (news) => news.message.content === 'A right answer');
      expect(later.of('message_deleted')).toEqual([]);
    });

    test('// takes an answer from the merchant’s page, and leaves it on ours', async () => {
      const talk = await beginTalk(scene, acme, 'Is the bank closed?');
      const said = await sayIn(scene, talk.atDesk, bo, 'The bank is to blame');
      const [theirs, ours] = [await openPage(maria, talk), await openPage(anna, talk)];
      await edit(said, '// the bank is to blame');
      expect(await theirs.until('message_deleted')).toMatchObject({ number: 2 });
      const { message } = await ours.until('chat_message');
      expect(message).toMatchObject({ number: 2, isInternal: true, content: '// the bank is to blame' });
      expect(JSON.stringify(theirs.news)).not.toContain('// the bank');
    });

    test('a page that was away is told of what changed meanwhile, by the last version that it has seen', async () => {
      const talk = await beginTalk(scene, acme, 'The shop is offline');
      const first = await sayIn(scene, talk.atMerchant, talk.una, 'first words');
      const second = await sayIn(scene, talk.atMerchant, talk.una, 'second words');
      const before = await openPage(maria, talk);
      const version = versionOf(before);
      await before.close();
      await scene.slack.delivered(await edit(first, 'other words'));
      await scene.slack.delivered(await scene.slack.remove({ channel: second.channel, ts: second.ts }));
      await sayIn(scene, talk.atDesk, bo, 'an answer');

      const after = await openPage(maria, talk, version);
      expect(after.words()).toEqual(['other words', 'an answer']);
      expect(await after.until('message_deleted')).toMatchObject({ number: 3 });
      // Whoever resumes by the number of the last message misses nothing either.
      const byNumber = await openPage(maria, talk, 3);
      expect(byNumber.words()).toEqual(['other words', 'an answer']);
    });

    test('many changes of one message do not push the others out of the history', async () => {
      const talk = await beginTalk(scene, acme, 'What stays');
      const said = await sayIn(scene, talk.atMerchant, talk.una, 'version 0');
      for (let version = 1; version <= 60; version += 1) {
        await scene.slack.delivered(await edit(said, `version ${version}`));
      }
      const page = await openPage(maria, talk);
      expect(page.words()).toEqual(['What stays', 'version 60']);
      await scene.settle();
      expect(await copiesIn(scene, talk.atDesk)).toEqual(['version 60']);
    });
  });
});
