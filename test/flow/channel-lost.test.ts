import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { Scene, type Agent, type Merchant } from '../support/scene/scene.ts';
import { beginTalk, copiesIn, sayIn, type Talk } from '../support/scene/talk.ts';
import type { Channel } from '../support/slack-stand-in/world-types.ts';

const PATIENCE = { timeoutMs: 25_000 };

interface ApiChannel {
  readonly channelId: string;
  readonly lostAt: string | null;
}

onEachDatabase((database) => {
  describe('a channel that is lost and found', () => {
    let scene: Scene;
    let desk: Channel;
    let bo: Agent;
    let acme: Merchant;
    let name: string;
    let count = 0;

    beforeAll(async () => {
      scene = await Scene.open(database, { replicas: database.name === 'mariadb' ? 2 : 1 });
      desk = await scene.desk();
      bo = await scene.agent('Bo', [], false);
    });
    afterAll(() => scene.close());
    beforeEach(async () => {
      count += 1;
      name = `Acme ${count}`;
      acme = await scene.merchant(name);
    });

    const tsOf = (ms: number) => `${(ms / 1000).toFixed(3)}000`;
    /** What Slack says of a merchant's channel, to whichever replica. */
    const happens = async (type: string, at = Date.now(), { id: channel } = acme.channel) => {
      const bots = { user: scene.slack.home.botUserId };
      const event = { type, channel, event_ts: tsOf(at), ...(type === 'member_joined_channel' && bots) };
      await scene.slack.sendEvent({ event, delivery: { copies: 2 } });
      await scene.settle();
    };
    const setMember = (botIsMember: boolean) => scene.slack.updateChannel(acme.channel.id, { botIsMember });
    const reply = ({ atDesk }: Talk, text: string) => scene.slack.say({ ...atDesk, user: bo.id, text });
    const noteAbout = async ({ atDesk }: Talk, containing: string, patience = PATIENCE) =>
      (await scene.slack.untilPosted({ ...atDesk, containing }, 1, patience))[0]!;
    const alarms = () => scene.slack.posts({ channel: desk.id, containing: `${name}’s channel` });
    const isLost = async ({ id } = acme.channel) => {
      const { body } = await scene.api<{ channels: ApiChannel[] }>('GET', '/channels?limit=100');
      return body.channels.find(({ channelId }) => channelId === id)!.lostAt !== null;
    };
    const lostDesks = async () => (await scene.metric('switchboard_lost_channels')).get('{role="desk"}');

    test.each([
      ['channel_left', 'member_joined_channel'],
      ['group_archive', 'group_unarchive'],
    ])('%s raises one alarm before anybody replies, and %s ends it', async (lost, found) => {
      await happens(lost);
      const [alarm, ...more] = await alarms();
      expect(more).toEqual([]);
      // It concerns all of their tickets, and stands in none.
      expect(alarm!.threadTs).toBeUndefined();
      expect(alarm!.shown).toContain('cannot be reached any more');
      expect(await isLost()).toBe(true);
      // Told in another way, it is the same loss.
      await happens('channel_archive');
      await happens(found);
      expect(await isLost()).toBe(false);
      const after = await alarms();
      expect(after.map(({ ts, shown }) => [ts, shown.includes('It can be again')])).toEqual([[alarm!.ts, true]]);

      await happens(lost);
      expect(await alarms()).toHaveLength(2);
    });

    test('a reply says so at once, even while what was said before waits for its turn', async () => {
      const talk = await beginTalk(scene, acme, 'Are you there?');
      const limit = { action: 'rate-limit', retryAfterSeconds: 9, times: 'always' } as const;
      await scene.slack.fault({ ...limit, method: 'chat.postMessage', channel: acme.channel.id });
      await reply(talk, 'Yes, a moment');
      await scene.slack.until('the limit', async () => {
        const calls = await scene.slack.calls({ method: 'chat.postMessage', channel: acme.channel.id });
        return calls.some((call) => JSON.stringify(call).includes('a moment'));
      });
      await setMember(false);
      await scene.slack.sendEvent({
        event: { type: 'channel_left', channel: acme.channel.id, event_ts: tsOf(Date.now()) },
      });
      await scene.slack.untilPosted({ channel: desk.id, containing: `${name}’s channel cannot` });
      await reply(talk, 'Here it is');
      const note = await noteAbout(talk, '“Here it is”', { timeoutMs: 6_000 });
      expect(note.shown).toContain(`Not delivered to ${name}: “Here it is”. Their channel is gone`);
      await scene.slack.clearFaults();
      await setMember(true);
      await noteAbout(talk, 'late: “Here it is”');
      expect(await copiesIn(scene, talk.atMerchant)).toEqual(['Yes, a moment', 'Here it is']);
    });

    test('what failed is sent by itself when we are back: in order, once, and the notes say so', async () => {
      const talk = await beginTalk(scene, acme, 'When do you open?');
      await setMember(false);
      const words = ['At nine.', 'On Sundays at ten.', 'Never on Mondays.'];
      for (const text of words) await sayIn(scene, talk.atDesk, bo, text);
      for (const text of words) {
        const note = await noteAbout(talk, `“${text}”`);
        expect(note.shown).toContain('Not delivered');
        expect(note.shown).toContain('Retry');
      }
      expect(await alarms()).toHaveLength(1);

      await setMember(true);
      await happens('member_joined_channel');
      for (const text of words) await noteAbout(talk, `late: “${text}”`);
      expect(await copiesIn(scene, talk.atMerchant)).toEqual(words);
      expect((await scene.slack.posts({ ...talk.atDesk, containing: 'Delivered to' })).length).toBe(words.length);
      expect((await alarms()).map(({ shown }) => shown)).toEqual([expect.stringContaining('It can be again')]);
    });

    test('what was edited or taken back meanwhile is so when we are back', async () => {
      const talk = await beginTalk(scene, acme, 'What does it cost?');
      const price = await sayIn(scene, talk.atDesk, bo, 'Nine euros');
      const aside = await sayIn(scene, talk.atDesk, bo, 'Or so');
      expect(await copiesIn(scene, talk.atMerchant)).toEqual(['Nine euros', 'Or so']);
      const away = { action: 'error', error: 'channel_not_found', channel: acme.channel.id, times: 'always' } as const;
      for (const method of ['chat.update', 'chat.delete']) await scene.slack.fault({ ...away, method });
      await happens('channel_left');
      await scene.slack.edit({ channel: desk.id, ts: price.ts, text: 'Ten euros' });
      await scene.slack.remove({ channel: desk.id, ts: aside.ts });
      await scene.settle();
      expect(await copiesIn(scene, talk.atMerchant)).toEqual(['Nine euros', 'Or so']);

      await scene.slack.clearFaults();
      await happens('member_joined_channel');
      await scene.slack.until('the changes', async () => {
        const [first, ...more] = await copiesIn(scene, talk.atMerchant);
        return first === 'Ten euros' && more.length === 0;
      });
    });

    test('what is told late changes nothing: neither after a post that arrived, nor after a later word', async () => {
      const before = Date.now();
      const talk = await beginTalk(scene, acme, 'Still with us?');
      await sayIn(scene, talk.atDesk, bo, 'Sure');
      await happens('channel_left', before);
      expect(await isLost()).toBe(false);

      const now = Date.now() + 2_000;
      await happens('member_joined_channel', now);
      await happens('channel_left', now - 1_000);
      expect(await isLost()).toBe(false);
      await happens('channel_left', now + 1_000);
      await happens('member_joined_channel', now + 500);
      expect(await isLost()).toBe(true);
      expect(await alarms()).toHaveLength(1);
    });

    test('the desk’s own channel: nobody reads there, so it is in the log and in /metrics', async () => {
      const own = await scene.desk(acme.id);
      expect(await lostDesks()).toBe(0);
      await happens('channel_archive', Date.now(), own);
      expect(await lostDesks()).toBe(1);
      expect(await alarms()).toEqual([]);
      expect(scene.apps.map((app) => app.output()).join('')).toContain('a channel cannot be reached any more');
      await happens('channel_unarchive', Date.now(), own);
      expect(await lostDesks()).toBe(0);
    });
  });
});
