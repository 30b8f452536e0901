import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { Scene, type Agent, type Merchant } from '../support/scene/scene.ts';
import { deedsIn, fieldOf, lookAgain } from '../support/scene/stories.ts';
import { beginTalk, copiesIn, delayPosts, sayIn, type Talk } from '../support/scene/talk.ts';
import type { Said } from '../support/slack-stand-in/protocol.ts';
import type { Channel } from '../support/slack-stand-in/world-types.ts';

const LONG = Array.from({ length: 2_500 }, (_, index) => `word${index}`).join(' ');

onEachDatabase((database) => {
  let scene: Scene;
  let acme: Merchant;
  let desk: Channel;
  let bo: Agent;

  beforeAll(async () => {
    scene = await Scene.open(database, { replicas: database.name === 'mariadb' ? 2 : 1 });
    acme = await scene.merchant('Acme');
    desk = await scene.desk();
    // Nobody is available, so that no card for an agent goes out with the same words in it.
    bo = await scene.agent('Bo', [], false);
  });
  beforeEach(() => scene.slack.clearFaults());
  afterAll(() => scene.close());

  const remove = async ({ channel, ts }: Said) => {
    await scene.slack.remove({ channel, ts });
    await scene.settle();
  };
  const wordsOf = async ({ ticket }: Talk) => (await scene.ticket(ticket.id)).messages.map(({ text }) => text);

  test('what is taken back on one side is taken away on the other, in all its parts', async () => {
    const talk = await beginTalk(scene, acme, 'The payout is wrong');
    const asked = await sayIn(scene, talk.atMerchant, talk.una, 'My password is hunter2');
    const answered = await sayIn(scene, talk.atDesk, bo, LONG);
    await sayIn(scene, talk.atDesk, bo, 'What stays');
    await remove(asked);
    await remove(answered);

    expect(await copiesIn(scene, talk.atDesk)).toEqual([]);
    expect(await copiesIn(scene, talk.atMerchant)).toEqual(['What stays']);
    expect(await wordsOf(talk)).toEqual(['The payout is wrong', '', '', 'What stays']);
    const ticket = await scene.ticket(talk.ticket.id);
    expect(ticket.messages.map(({ deletedAt }) => deletedAt !== null)).toEqual([false, true, true, false]);
    expect(deedsIn(ticket).filter(([action]) => action === 'deleted')).toEqual([
      ['deleted', talk.una.id],
      ['deleted', String(bo.agentId)],
    ]);
  });

  test('what is taken back before its copy goes out is never shown', async () => {
    const talk = await beginTalk(scene, acme, 'The terminal is broken');
    const limited = await delayPosts(scene, talk.atDesk);
    const said = await scene.slack.say({ ...talk.atMerchant, user: talk.una.id, text: 'a word too many' });
    await limited.hit();
    await remove(said);
    expect(await copiesIn(scene, talk.atDesk)).toEqual([]);
    expect(JSON.stringify(await scene.slack.accepted({ channel: desk.id }))).not.toContain('too many');
  });

  test('a deletion that overtakes its message drops it', async () => {
    const { slack } = scene;
    const before = await scene.tickets();
    const user = (await slack.addUser({ name: 'Zoe' })).id;
    const said = await slack.say({ channel: acme.channel.id, user, text: 'Nothing at all', delivery: { hold: true } });
    const { channel, ts } = said;
    const edited = await slack.edit({ channel, ts, text: 'Still nothing', delivery: { hold: true } });
    await remove(said);
    for (const event of [edited, said]) {
      await slack.release([event]);
      await slack.delivered(event);
    }
    await scene.settle();
    expect(await scene.tickets()).toEqual(before);
  });

  test.each([1, 2, 3])('or arrives together with it: nothing stays (%i)', async () => {
    const { slack } = scene;
    const talk = await beginTalk(scene, acme, 'Where is my order?');
    const place = { ...talk.atMerchant, user: talk.una.id };
    const said = await slack.say({ ...place, text: 'nothing', delivery: { hold: true } });
    const gone = await slack.remove({ channel: said.channel, ts: said.ts, delivery: { hold: true } });
    await Promise.all([slack.release([said]), slack.release([gone])]);
    await Promise.all([slack.delivered(said), slack.delivered(gone)]);
    await scene.settle();
    expect(await copiesIn(scene, talk.atDesk)).toEqual([]);
  });

  test('an edit that comes after the deletion, and is older, brings nothing back', async () => {
    const { slack } = scene;
    const talk = await beginTalk(scene, acme, 'The shop is offline');
    const said = await sayIn(scene, talk.atMerchant, talk.una, 'first words');
    const { channel, ts } = said;
    const edited = await slack.edit({ channel, ts, text: 'second words', delivery: { hold: true } });
    await remove(said);
    await slack.release([edited]);
    await slack.delivered(edited);
    await scene.settle();
    expect(await copiesIn(scene, talk.atDesk)).toEqual([]);
    expect((await scene.ticket(talk.ticket.id)).messages.at(-1)).toMatchObject({ text: '', isEdited: false });
  });

  test('one that is newer does: as one new copy, with what it says then', async () => {
    const { slack } = scene;
    const talk = await beginTalk(scene, acme, 'The refund is late');
    const said = await sayIn(scene, talk.atMerchant, talk.una, 'gone for a moment');
    await sayIn(scene, talk.atMerchant, talk.una, 'said later');
    const [message] = await slack.messages({ channel: said.channel, containing: 'for a moment' });
    await remove(said);
    expect(await copiesIn(scene, talk.atDesk)).toEqual(['said later']);
    for (const [index, text] of ['back again', 'and edited'].entries()) {
      const seconds = Math.floor(Date.now() / 1000) + 5 + index;
      const ts = `${seconds}.000100`;
      const changed = { type: 'message', subtype: 'message_changed', channel: said.channel, ts, event_ts: ts };
      const now = { ...message!, type: 'message', blocks: undefined, text, edited: { user: talk.una.id, ts } };
      await slack.sendEvent({ event: { ...changed, message: now } });
      await scene.settle();
      const [later, restored, ...more] = await copiesIn(scene, talk.atDesk);
      expect([later, more]).toEqual(['said later', []]);
      // It stands behind what was said after it: with its own time.
      expect(restored).toContain(text);
      expect(restored).toContain('Said at');
    }
    expect(deedsIn(await scene.ticket(talk.ticket.id)).map(([action]) => action)).toContain('restored');
  });

  test('a question that is taken back leaves its ticket, without its words; the talk goes on', async () => {
    const talk = await beginTalk(scene, acme, 'The secret question');
    await sayIn(scene, talk.atDesk, bo, 'An answer');
    await remove(talk.said);
    expect(await scene.ticket(talk.ticket.id)).toMatchObject({ subject: 'Deleted request', description: '' });
    const card = await lookAgain(scene, talk.root);
    expect(card.shown).toContain('Deleted request');
    expect(card.shown).toContain('This message was deleted.');
    expect(card.shown).not.toContain('secret');
    expect(await copiesIn(scene, talk.atMerchant)).toEqual(['An answer']);

    await sayIn(scene, talk.atDesk, bo, 'One more answer');
    await sayIn(scene, talk.atMerchant, talk.una, 'One more question');
    expect(await copiesIn(scene, talk.atMerchant)).toEqual(['An answer', 'One more answer']);
    expect(await copiesIn(scene, talk.atDesk)).toEqual(['One more question']);
  });

  test('an answer that is taken back is none: the merchant waits for one again', async () => {
    const talk = await beginTalk(scene, acme, 'Is anybody there?');
    const waitingSince = async () => fieldOf(await lookAgain(scene, talk.root), 'Waiting since');
    const answer = await sayIn(scene, talk.atDesk, bo, 'An answer');
    expect(await waitingSince()).toBe('Not waiting');
    await remove(answer);
    expect(await waitingSince()).not.toBe('Not waiting');
  });

  test('nothing of another merchant is touched', async () => {
    const globex = await scene.merchant('Globex');
    const theirs = await beginTalk(scene, globex, 'A question of Globex');
    const ours = await beginTalk(scene, acme, 'A question of Acme');
    await sayIn(scene, theirs.atDesk, bo, 'The same answer');
    const answer = await sayIn(scene, ours.atDesk, bo, 'The same answer');
    await remove(answer);
    expect(await copiesIn(scene, theirs.atMerchant)).toEqual(['The same answer']);
    expect(await copiesIn(scene, ours.atMerchant)).toEqual([]);
  });
});
