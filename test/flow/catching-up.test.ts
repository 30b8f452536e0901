import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { untilOneCopyEach } from '../support/scene/copies.ts';
import { viewDatabase, type DatabaseView } from '../support/scene/database-view.ts';
import { Scene, type Agent, type Merchant } from '../support/scene/scene.ts';
import { beginTalk, copiesIn, type Talk } from '../support/scene/talk.ts';
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

    /** That many minutes ago. */
    const ago = (minutes: number) => Date.now() - minutes * MINUTE_MS;

    beforeAll(async () => {
      // Nothing is repeated: what an app that is away is told is lost.
      scene = await Scene.open(database, { slack: { retryDelaysMs: [] } });
      view = await viewDatabase(scene.databaseUrl);
      desk = await scene.desk();
      bo = await scene.agent('Bo', [], false);
      acme = await scene.merchant('Acme');
      // Connected for an hour.
      await view.change(`UPDATE channel SET createdAt = createdAt - ${60 * MINUTE_MS}`);
    });
    beforeEach(async () => {
      await scene.slack.clearFaults();
      talk = await beginTalk(scene, acme, 'Where is my payout?', { at: ago(50) });
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
    const say = (request: SayRequest) => scene.slack.say(request);
    const caughtUp = async () => {
      await scene.settle();
      await untilOneCopyEach(scene, view);
    };
    const notes = async (containing = 'Switchboard was away') =>
      (await scene.slack.posts({ channel: desk.id, containing })).map(({ shown }) => shown);
    const wordsOf = async () => {
      const { messages } = await scene.ticket(talk.ticket.id);
      return messages.filter(({ deletedAt }) => deletedAt === null).map(({ text }) => text);
    };

    test('what was missed is taken once, in the order and with the time of its saying; the desk is told in one line', async () => {
      const ute = await scene.slack.addUser({ name: 'Ute' });
      const aside = await say({ ...talk.atMerchant, user: una.id, text: 'Never mind this', at: ago(45) });
      await scene.settle();
      let late: Awaited<ReturnType<typeof say>> | undefined;
      await away(40, async () => {
        await say({ ...talk.atDesk, user: bo.id, text: 'It went out on Monday', at: ago(20) });
        late = await say({ ...talk.atMerchant, user: una.id, text: 'Nothing came', at: ago(30) });
        await say({ ...talk.atMerchant, user: una.id, text: 'Found it', at: ago(10) });
        await say({ channel: acme.channel.id, user: ute.id, text: 'We need an invoice', at: ago(25) });
        await scene.slack.edit({ channel: acme.channel.id, ts: talk.said.ts, text: 'Where is my October payout?' });
        await scene.slack.remove({ channel: acme.channel.id, ts: aside.ts });
        await scene.slack.react({ channel: acme.channel.id, ts: talk.said.ts, user: ute.id, reaction: 'eyes' });
      });
      await scene.startApp();
      await caughtUp();

      const inOrder = ['Where is my October payout?', 'Nothing came', 'It went out on Monday', 'Found it'];
      expect(await wordsOf()).toEqual(inOrder);
      const { messages } = await scene.ticket(talk.ticket.id);
      expect(messages[0]).toMatchObject({ isEdited: true, reactions: [{ emoji: '👀', count: 1 }] });
      expect(await copiesIn(scene, talk.atDesk)).toEqual([
        expect.stringMatching(/^Nothing came\nSaid at/),
        expect.stringMatching(/^Found it\nSaid at/),
      ]);
      const about = (await scene.tickets()).filter(({ subject }) => subject === 'We need an invoice');
      expect(about).toHaveLength(1);
      expect(await notes()).toEqual([expect.stringContaining('Caught up: 4 messages from 2 channels.')]);
      expect(await scene.metric('switchboard_caught_up_messages_total')).toEqual(new Map([['{platform="slack"}', 4]]));

      // Slack's own repeat comes after all.
      await scene.slack.redeliver(late!, { copies: 2 });
      await caughtUp();
      expect(await wordsOf()).toEqual(inOrder);
    });

    test('it goes on where it was, through limits and two more crashes', async () => {
      const before = await notes();
      await away(10, async () => {
        for (const text of ['One', 'Two', 'Three']) await say({ ...talk.atMerchant, user: una.id, text });
        await say({ ...talk.atDesk, user: bo.id, text: 'Four' });
      });
      const limit = { action: 'rate-limit', retryAfterSeconds: 1 } as const;
      await scene.slack.fault({ ...limit, method: 'conversations.history' });
      await scene.slack.fault({ ...limit, method: 'conversations.replies' });
      const reading = { action: 'hang-after-accepting', method: 'conversations.replies' } as const;
      const hanging = await scene.slack.fault({ ...reading, channel: acme.channel.id });
      await scene.startApp();
      await hanging.hit();
      const posting = { action: 'hang-after-accepting', method: 'chat.postMessage' } as const;
      const posted = await scene.slack.fault({ ...posting, channel: desk.id, containing: 'Two' });
      await scene.restart();
      await posted.hit();
      await scene.restart();
      await caughtUp();

      expect(await wordsOf()).toEqual(['Where is my payout?', 'One', 'Two', 'Three', 'Four']);
      expect(await copiesIn(scene, talk.atDesk)).toEqual(['One', 'Two', 'Three']);
      const [note, ...more] = (await notes()).slice(before.length);
      expect(more).toEqual([]);
      expect(note).toContain('Caught up: 4 messages from 2 channels.');
    });

    test('a quick restart reads nothing; an outage in which nothing was missed is told to nobody', async () => {
      const before = await notes();
      const reads = async () => (await scene.slack.calls({ method: 'conversations.history' })).length;
      const first = await reads();
      await away(3, () => Promise.resolve());
      await scene.startApp();
      await scene.settle();
      expect(await reads()).toBe(first);

      await away(10, () => Promise.resolve());
      await scene.startApp();
      await caughtUp();
      expect(await reads()).toBeGreaterThan(first);
      expect(await notes()).toEqual(before);
    });

    test('what cannot be read is told, and nothing is read from before a channel was connected', async () => {
      const told = (await notes()).length;
      const beta = await scene.merchant('Beta');
      const gamma = await scene.merchant('Gamma');
      const known = (await scene.tickets('?limit=100')).length;
      await away(10, async () => {
        await say({ channel: beta.channel.id, user: una.id, text: 'Not for you yet', at: ago(30) });
        await say({ channel: gamma.channel.id, user: una.id, text: 'Anybody there?' });
        await scene.slack.updateChannel(gamma.channel.id, { botIsMember: false });
      });
      await scene.startApp();
      await caughtUp();
      expect(await scene.tickets('?limit=100')).toHaveLength(known);
      const [note] = (await notes()).slice(told);
      expect(note).toMatch(/Could not read .?Gamma.?’s channel: it is gone, or Switchboard is not in it\./);

      // Once it is invited again, what was not read can be.
      await scene.slack.inviteBot({ channel: gamma.channel.id, inviter: una.id });
      const dead = await scene.api<{ jobs: { id: number; kind: string }[] }>('GET', '/jobs?state=dead');
      const job = dead.body.jobs.find(({ kind }) => kind === 'read-missed');
      await scene.api('POST', `/jobs/${job!.id}/retry`);
      await caughtUp();
      expect((await scene.tickets('?limit=100')).map(({ subject }) => subject)).toContain('Anybody there?');
      expect((await notes()).slice(told)).toEqual([expect.stringContaining('Caught up: 1 message from 1 channel.')]);
    });
  });
});
