import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { untilOneCopyEach } from '../support/scene/copies.ts';
import { viewDatabase, type DatabaseView } from '../support/scene/database-view.ts';
import { Scene, type Agent, type Merchant } from '../support/scene/scene.ts';
import { beginTalk, type Talk } from '../support/scene/talk.ts';
import type { SayRequest } from '../support/slack-stand-in/protocol.ts';
import type { Channel, User } from '../support/slack-stand-in/world-types.ts';

const MINUTE_MS = 60_000;

onEachDatabase((database) => {
  describe('after an outage', () => {
    let scene: Scene;
    let view: DatabaseView;
    let desk: Channel;
    let acme: Merchant;
    let bo: Agent;
    let una: User;
    let talk: Talk;

    beforeAll(async () => {
      // Nothing is repeated: what an app that is away is told is lost.
      scene = await Scene.open(database, { timers: ['queue-moved'], slack: { retryDelaysMs: [] } });
      view = await viewDatabase(scene.databaseUrl);
      desk = await scene.desk();
      bo = await scene.agent('Bo', [], false);
      acme = await scene.merchant('Acme');
      // Connected for an hour.
      await view.change(`UPDATE channel SET createdAt = createdAt - ${60 * MINUTE_MS}`);
    });
    beforeEach(async () => {
      await scene.slack.clearFaults();
      talk = await beginTalk(scene, acme, 'Where is my payout?');
      una = talk.una;
    });
    afterAll(async () => {
      await view.close();
      await scene.close();
    });

    /** The product is away for so long, as far as its database can tell, while people go on. */
    const away = async (minutes: number, meanwhile: () => Promise<unknown>) => {
      await Promise.all(scene.apps.map((app) => app.kill()));
      await scene.slack.setAppUrls();
      await meanwhile();
      await view.change(`UPDATE hearing SET heardUntil = heardUntil - ${minutes * MINUTE_MS}`);
    };
    const ago = (minutes: number) => Date.now() - minutes * MINUTE_MS;
    const say = (request: SayRequest) => scene.slack.say(request);
    const caughtUp = async () => {
      await scene.settle();
      await untilOneCopyEach(scene, view);
    };
    const notes = async (containing = 'Switchboard was away') =>
      (await scene.slack.posts({ channel: desk.id, containing })).map(({ shown }) => shown);
    const wordsOf = async () => (await scene.ticket(talk.ticket.id)).messages.map(({ text }) => text);

    test('what was missed is taken once, in the order and with the time of its saying; the desk is told in one line', async () => {
      const other = await scene.slack.addUser({ name: 'Ute' });
      let late: Awaited<ReturnType<typeof say>> | undefined;
      await away(40, async () => {
        await say({ ...talk.atDesk, user: bo.id, text: 'It went out on Monday', at: ago(20) });
        late = await say({ ...talk.atMerchant, user: una.id, text: 'Nothing came', at: ago(30) });
        await say({ ...talk.atMerchant, user: una.id, text: 'Found it', at: ago(10) });
        await say({ channel: acme.channel.id, user: other.id, text: 'We need an invoice', at: ago(25) });
        await scene.slack.edit({ channel: acme.channel.id, ts: talk.said.ts, text: 'Where is my October payout?' });
      });
      await scene.startApp();
      await caughtUp();

      const inOrder = ['Where is my October payout?', 'Nothing came', 'It went out on Monday', 'Found it'];
      expect(await wordsOf()).toEqual(inOrder);
      const [copy] = await scene.slack.posts({ ...talk.atDesk, containing: 'Nothing came' });
      expect(copy!.shown).toContain('Said at');
      const about = (await scene.tickets()).filter(({ subject }) => subject === 'We need an invoice');
      expect(about).toHaveLength(1);
      expect(await notes()).toEqual([expect.stringContaining('Caught up: 4 messages from 2 channels.')]);

      // Slack's own repeat comes after all.
      await scene.slack.redeliver(late!, { copies: 2 });
      await caughtUp();
      expect(await wordsOf()).toEqual(inOrder);
    });
  });
});
