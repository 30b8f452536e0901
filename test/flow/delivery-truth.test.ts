import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { Scene, type Agent, type Merchant } from '../support/scene/scene.ts';
import type { Channel } from '../support/slack-stand-in/world-types.ts';
import { waitFor } from '../support/wait-for.ts';

/** Later than a delivery may be without a word. */
const PATIENCE_MS = 25_000;

onEachDatabase((database) => {
  describe('the truth about deliveries', () => {
    let scene: Scene;
    let desk: Channel;
    let bo: Agent;
    let acme: Merchant;
    let count = 0;

    beforeAll(async () => {
      scene = await Scene.open(database, { replicas: database.name === 'mariadb' ? 2 : 1 });
      desk = await scene.desk();
      bo = await scene.agent('Bo');
    });
    afterAll(() => scene.close());
    beforeEach(async () => {
      count += 1;
      acme = await scene.merchant(`Acme ${count}`);
    });

    /** A ticket's thread at the desk. */
    const ask = async (text: string): Promise<string> => {
      const ada = await scene.slack.addUser({ name: 'Ada' });
      await scene.slack.say({ channel: acme.channel.id, user: ada.id, text });
      const [root] = await scene.slack.untilPosted({ channel: desk.id, containing: text });
      await scene.settle();
      return root!.ts;
    };
    const reply = (threadTs: string, text: string) =>
      scene.slack.say({ channel: desk.id, user: bo.id, threadTs, text });
    const noteIn = (threadTs: string, containing: string) =>
      scene.slack.untilPosted({ channel: desk.id, threadTs, containing }, 1, { timeoutMs: PATIENCE_MS });

    test('what arrives in time has no note', async () => {
      const thread = await ask('All is well');
      await reply(thread, 'Fine');
      await scene.slack.untilPosted({ channel: acme.channel.id, containing: 'Fine' });
      await scene.settle();
      const posts = await scene.slack.posts({ channel: desk.id, threadTs: thread });
      expect(posts.filter(({ text }) => /deliver/i.test(text))).toEqual([]);
    });

    test('what is late has a note that says so, and then how late it was', async () => {
      const thread = await ask('Are you slow?');
      await scene.slack.fault({
        method: 'chat.postMessage',
        channel: acme.channel.id,
        action: 'rate-limit',
        retryAfterSeconds: 14,
      });
      await reply(thread, 'A little');
      const [note] = await noteIn(thread, 'yet: “A little”');
      await scene.slack.untilPosted({ channel: acme.channel.id, containing: 'A little' }, 1, {
        timeoutMs: PATIENCE_MS,
      });
      await noteIn(thread, 'late: “A little”');
      const posts = await scene.slack.posts({ channel: desk.id, threadTs: thread, containing: '“A little”' });
      expect(posts.map(({ ts }) => ts)).toEqual([note!.ts]);
    });

    test('a channel that is gone: the reply says so at once and can be retried; the desk is told once', async () => {
      const thread = await ask('Where are you?');
      await scene.slack.updateChannel(acme.channel.id, { botIsMember: false });
      await reply(thread, 'Here we are');
      const [note] = await noteIn(thread, 'Not delivered');
      expect(note!.shown).toContain(`Not delivered to Acme ${count}: “Here we are”.`);
      await reply(thread, 'Still here');
      await scene.slack.untilPosted({ channel: desk.id, threadTs: thread, containing: '“Still here”' });
      await waitFor(async () => {
        const alarms = await scene.slack.posts({ channel: desk.id, containing: 'cannot be reached any more' });
        return alarms.length === 1;
      });
      await scene.slack.updateChannel(acme.channel.id, { botIsMember: true });
      await scene.slack.click({ channel: desk.id, ts: note!.ts, user: bo.id, label: 'Retry' });
      await scene.slack.untilPosted({ channel: acme.channel.id, containing: 'Here we are' });
      await scene.slack.untilPosted({ channel: desk.id, threadTs: thread, containing: 'late: “Here we are”' });
      await scene.slack.untilPosted({ channel: desk.id, containing: 'It can be again' });
    });

    test('our own echo comes before the answer: what was lost is known to be back all the same', async () => {
      const thread = await ask('Do you hear us?');
      await scene.slack.updateChannel(acme.channel.id, { botIsMember: false });
      await reply(thread, 'Loud and clear');
      const [note] = await noteIn(thread, 'Not delivered');
      await scene.settle();
      await scene.slack.updateChannel(acme.channel.id, { botIsMember: true });
      const answer = await scene.slack.fault({
        method: 'chat.postMessage',
        channel: acme.channel.id,
        containing: 'Loud and clear',
        action: 'hang-after-accepting',
      });
      await scene.slack.click({ channel: desk.id, ts: note!.ts, user: bo.id, label: 'Retry' });
      await answer.hit();
      await scene.slack.quiet();
      await answer.release();
      await scene.slack.untilPosted({ channel: desk.id, containing: `Acme ${count}’s channel could not` });
      await noteIn(thread, 'late: “Loud and clear”');
    });

    test('a reply that failed is edited, and then taken back: its note follows it, and goes', async () => {
      const thread = await ask('What does it cost?');
      await scene.slack.updateChannel(acme.channel.id, { botIsMember: false });
      const said = await reply(thread, 'Ten');
      const [note] = await noteIn(thread, '“Ten”');
      await scene.slack.edit({ channel: desk.id, ts: said.ts, text: 'Twelve' });
      const [edited] = await noteIn(thread, '“Twelve”');
      expect(edited!.ts).toBe(note!.ts);
      await scene.slack.remove({ channel: desk.id, ts: said.ts });
      await waitFor(async () => (await scene.slack.posts({ channel: desk.id, containing: '“Twelve”' })).length === 0);
      await scene.settle();
      expect(await scene.slack.posts({ channel: acme.channel.id, containing: 'Twelve' })).toEqual([]);
    });

    test('Retry on a note that is stale says what is so', async () => {
      const thread = await ask('Where is it?');
      await scene.slack.updateChannel(acme.channel.id, { botIsMember: false });
      await reply(thread, 'In the post');
      const [note] = await noteIn(thread, '“In the post”');
      await scene.settle();
      await scene.slack.updateChannel(acme.channel.id, { botIsMember: true });
      const press = () => scene.slack.click({ channel: desk.id, ts: note!.ts, user: bo.id, label: 'Retry' });
      const [first] = await press();
      await noteIn(thread, 'late: “In the post”');
      await scene.settle();
      await scene.slack.reclick(first!);
      await scene.settle();
      expect(await scene.slack.posts({ channel: acme.channel.id, containing: 'In the post' })).toHaveLength(1);

      await scene.slack.updateChannel(acme.channel.id, { botIsMember: false });
      const again = await reply(thread, 'Lost again');
      const [second] = await noteIn(thread, '“Lost again”');
      await scene.settle();
      const removal = await scene.slack.fault({ method: 'chat.delete', action: 'rate-limit', retryAfterSeconds: 3 });
      await scene.slack.remove({ channel: desk.id, ts: again.ts });
      await removal.hit();
      await scene.slack.click({ channel: desk.id, ts: second!.ts, user: bo.id, label: 'Retry' });
      await scene.slack.until('to be told privately', async () => {
        const told = await scene.slack.accepted({ method: 'response_url' });
        return told.some((post) => JSON.stringify(post).includes('was taken back'));
      });
    });
  });
});
