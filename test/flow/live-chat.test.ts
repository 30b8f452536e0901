import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { LivePage } from '../support/live-page.ts';
import { addMember, signIn, urlOf, type Browser } from '../support/scene/members.ts';
import { Scene, type Agent, type Merchant } from '../support/scene/scene.ts';
import type { Channel } from '../support/slack-stand-in/world-types.ts';

onEachDatabase((database) => {
  describe('live chat', () => {
    let scene: Scene;
    let acme: Merchant;
    let desk: Channel;
    let bo: Agent;
    let maria: Browser;
    const pages: LivePage[] = [];

    beforeAll(async () => {
      scene = await Scene.open(database, { replicas: database.name === 'mariadb' ? 2 : 1 });
      acme = await scene.merchant('Acme');
      desk = await scene.desk();
      bo = await scene.agent('Bo');
      maria = await signIn(scene, await addMember(scene, { name: 'Maria', role: 'merchant', merchantId: acme.id }));
    });
    afterAll(async () => {
      await Promise.all(pages.map((page) => page.close()));
      await scene.close();
    });

    const openPage = async (browser: Browser, ticketId: number, replica = 0): Promise<LivePage> => {
      const page = await LivePage.open(urlOf(scene, replica), { token: await browser.pass(replica), ticketId });
      pages.push(page);
      await page.until('recent_messages');
      return page;
    };
    const lastReplica = () => scene.apps.length - 1;

    test('a merchant in the browser and an agent in Slack talk to each other', async () => {
      const tom = await scene.slack.addUser({ name: 'Tom' });
      await scene.slack.say({ channel: acme.channel.id, user: tom.id, text: 'The till prints twice' });
      const [root] = await scene.slack.untilPosted({ channel: desk.id, containing: 'The till prints twice' });
      const [{ id } = { id: 0 }] = await scene.tickets();
      const page = await openPage(maria, id, lastReplica());
      expect(page.words()).toEqual(['The till prints twice']);

      page.say('It began on Monday');
      await scene.slack.untilPosted({ channel: desk.id, threadTs: root!.ts, containing: 'It began on Monday' });
      await scene.slack.untilPosted({ channel: acme.channel.id, containing: 'It began on Monday' });

      await scene.slack.say({ channel: desk.id, user: bo.id, threadTs: root!.ts, text: 'I am on it, Maria' });
      const { message } = await page.until('chat_message', (news) => news.message.senderType === 'agent');
      expect(message).toMatchObject({
        content: 'I am on it, Maria',
        senderName: 'Bo',
        senderId: `agent-${bo.agentId}`,
      });
    });
  });
});
