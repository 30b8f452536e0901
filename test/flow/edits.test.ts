import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { deedsIn, lookAgain } from '../support/scene/stories.ts';
import { Scene, type Agent, type Merchant } from '../support/scene/scene.ts';
import { beginTalk, copiesIn, delayPosts, sayIn } from '../support/scene/talk.ts';
import type { Channel } from '../support/slack-stand-in/world-types.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** More than Slack takes in two posts. */
const LONG = Array.from({ length: 2_500 }, (_, index) => `word${index}`).join(' ');

onEachDatabase((database) => {
  let scene: Scene;
  let acme: Merchant;
  let globex: Merchant;
  let desk: Channel;
  let bo: Agent;

  beforeAll(async () => {
    scene = await Scene.open(database, { replicas: database.name === 'mariadb' ? 2 : 1 });
    acme = await scene.merchant('Acme');
    globex = await scene.merchant('Globex');
    desk = await scene.desk();
    // Nobody is available, so that no card for an agent goes out with the same words in it.
    bo = await scene.agent('Bo', [], false);
  });
  beforeEach(() => scene.slack.clearFaults());
  afterAll(() => scene.close());

  const edit = async ({ channel, ts }: { channel: string; ts: string }, text: string) => {
    await scene.slack.edit({ channel, ts, text });
    await scene.settle();
  };
  const everPosted = async (channel: string) => JSON.stringify(await scene.slack.accepted({ channel }));

  test('what is edited on one side is edited on the other', async () => {
    const talk = await beginTalk(scene, acme, 'The payout is wrong');
    const asked = await sayIn(scene, talk.atMerchant, talk.una, 'It is the one for Octobre');
    const answered = await sayIn(scene, talk.atDesk, bo, 'I will lok at it');
    await edit(asked, 'It is the one for October');
    await edit(answered, 'I will look at it');

    expect(await copiesIn(scene, talk.atDesk)).toEqual(['It is the one for October']);
    expect(await copiesIn(scene, talk.atMerchant)).toEqual(['I will look at it']);
    const ticket = await scene.ticket(talk.ticket.id);
    expect(ticket.messages.map(({ text, isEdited }) => [text, isEdited])).toEqual([
      ['The payout is wrong', false],
      ['It is the one for October', true],
      ['I will look at it', true],
    ]);
    expect(deedsIn(ticket).filter(([action]) => action === 'edited')).toEqual([
      ['edited', talk.una.id],
      ['edited', String(bo.agentId)],
    ]);
  });

  test('an edit before the copy goes out is folded in: the old words are never shown', async () => {
    const talk = await beginTalk(scene, acme, 'The terminal is broken');
    const limited = await delayPosts(scene, talk.atDesk);
    const user = talk.una.id;
    const said = await scene.slack.say({ ...talk.atMerchant, user, text: 'It shows an early word' });
    await limited.hit();
    await edit(said, 'It shows a later word');
    expect(await copiesIn(scene, talk.atDesk)).toEqual(['It shows a later word']);
    expect(await everPosted(desk.id)).not.toContain('an early word');
  });

  test('of two edits the newest stays, in whichever order they arrive', async () => {
    const talk = await beginTalk(scene, acme, 'The shop is offline');
    const said = await sayIn(scene, talk.atMerchant, talk.una, 'version 0');
    const { channel, ts } = said;
    const first = await scene.slack.edit({ channel, ts, text: 'version 1', delivery: { hold: true } });
    const second = await scene.slack.edit({ channel, ts, text: 'version 2', delivery: { hold: true } });
    await scene.slack.release([second]);
    await scene.slack.delivered(second);
    await scene.slack.release([first]);
    await scene.slack.delivered(first);
    await scene.settle();
    expect(await copiesIn(scene, talk.atDesk)).toEqual(['version 2']);

    const edits = await Promise.all(['version 3', 'version 4'].map((text) => scene.slack.edit({ channel, ts, text })));
    await Promise.all(edits.map((event) => scene.slack.delivered(event)));
    await scene.settle();
    const [message] = await scene.slack.messages({ channel, threadTs: talk.said.ts, containing: 'version' });
    expect(await copiesIn(scene, talk.atDesk)).toEqual([message!.shown]);
  });

  test('told again, an edit changes nothing', async () => {
    const talk = await beginTalk(scene, acme, 'The refund is late');
    const said = await sayIn(scene, talk.atMerchant, talk.una, 'first');
    const event = await scene.slack.edit({ channel: said.channel, ts: said.ts, text: 'second' });
    await scene.settle();
    const before = await scene.ticket(talk.ticket.id);
    await scene.slack.redeliver(event, { copies: 3 });
    await scene.settle();
    expect(await scene.ticket(talk.ticket.id)).toEqual(before);
    expect(await copiesIn(scene, talk.atDesk)).toEqual(['second']);
  });

  describe('an edit that overtakes its message', () => {
    const sayAndEdit = async (place: { channel: string; threadTs?: string }, user: string) => {
      const said = await scene.slack.say({ ...place, user, text: 'in the old words', delivery: { hold: true } });
      const { channel, ts } = said;
      const edited = await scene.slack.edit({ channel, ts, text: 'in the new words', delivery: { hold: true } });
      return { said, edited };
    };

    test('is heard as that message; the late original is no second one', async () => {
      const { slack } = scene;
      const zoe = await slack.addUser({ name: 'Zoe' });
      const { said, edited } = await sayAndEdit({ channel: globex.channel.id }, zoe.id);
      await slack.release([edited]);
      await slack.delivered(edited);
      await slack.release([said]);
      await slack.delivered(said);
      await scene.settle();
      const [newest, ...older] = await scene.tickets(`?merchantId=${globex.id}`);
      expect(older).toEqual([]);
      expect(newest).toMatchObject({ subject: 'in the new words' });
      const { messages } = await scene.ticket(newest!.id);
      expect(messages).toMatchObject([{ text: 'in the new words', authorId: zoe.id, isEdited: true }]);
    });

    test.each([1, 2, 3, 4])('or arrives together with it: one message, in the new words (%i)', async () => {
      const talk = await beginTalk(scene, acme, 'Where is my order?');
      const { said, edited } = await sayAndEdit(talk.atMerchant, talk.una.id);
      await Promise.all([scene.slack.release([said]), scene.slack.release([edited])]);
      await Promise.all([scene.slack.delivered(said), scene.slack.delivered(edited)]);
      await scene.settle();
      expect(await copiesIn(scene, talk.atDesk)).toEqual(['in the new words']);
    });
  });

  describe('//', () => {
    test('added to an answer takes it from the merchant, for good', async () => {
      const talk = await beginTalk(scene, acme, 'Is the bank closed?');
      const said = await sayIn(scene, talk.atDesk, bo, 'The bank is to blame');
      expect(await copiesIn(scene, talk.atMerchant)).toEqual(['The bank is to blame']);

      await edit(said, '// the bank is to blame');
      expect(await copiesIn(scene, talk.atMerchant)).toEqual([]);
      const { messages, audit } = await scene.ticket(talk.ticket.id);
      expect(messages.at(-1)).toMatchObject({ visibility: 'internal', text: '// the bank is to blame' });
      const details = { number: 2, visibility: { from: 'public', to: 'internal' } };
      expect(audit.find(({ action }) => action === 'edited')).toMatchObject({ details });

      await edit(said, 'Nobody is to blame');
      expect(await copiesIn(scene, talk.atMerchant)).toEqual([]);
      expect((await scene.ticket(talk.ticket.id)).messages.at(-1)).toMatchObject({ visibility: 'internal' });
    });

    test('taken off a note does not send it to the merchant', async () => {
      const talk = await beginTalk(scene, acme, 'Is the bank open?');
      const said = await sayIn(scene, talk.atDesk, bo, '// a secret of ours');
      await edit(said, 'a secret of ours');
      expect(await everPosted(acme.channel.id)).not.toContain('secret');
    });

    test('added before the answer goes out keeps it from the merchant altogether', async () => {
      const talk = await beginTalk(scene, acme, 'Is the shop open?');
      const limited = await delayPosts(scene, talk.atMerchant);
      const said = await scene.slack.say({ ...talk.atDesk, user: bo.id, text: 'a hasty word' });
      await limited.hit();
      await edit(said, '// a hasty word');
      expect(await copiesIn(scene, talk.atMerchant)).toEqual([]);
      expect(await everPosted(acme.channel.id)).not.toContain('hasty');
    });

    test('of an answer in many parts takes all of them', async () => {
      const talk = await beginTalk(scene, acme, 'Send me everything');
      const said = await sayIn(scene, talk.atDesk, bo, LONG);
      expect((await copiesIn(scene, talk.atMerchant)).length).toBeGreaterThan(2);
      await edit(said, `// ${LONG}`);
      expect(await copiesIn(scene, talk.atMerchant)).toEqual([]);
    });
  });

  test('an edit from one part to three and back leaves what it says, and nothing else', async () => {
    const talk = await beginTalk(scene, acme, 'Send me the log');
    const said = await sayIn(scene, talk.atDesk, bo, 'Here it comes');
    await edit(said, LONG);
    const parts = await copiesIn(scene, talk.atMerchant);
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.join(' ').replace(/\s+/g, ' ')).toBe(LONG);
    await edit(said, 'That was all');
    expect(await copiesIn(scene, talk.atMerchant)).toEqual(['That was all']);
    await edit(said, LONG.toUpperCase());
    expect((await copiesIn(scene, talk.atMerchant)).join(' ').replace(/\s+/g, ' ')).toBe(LONG.toUpperCase());
  });

  test('an edited question changes what the ticket is about, and the cards', async () => {
    const talk = await beginTalk(scene, acme, 'The payuot is wrong');
    await edit(talk.said, 'The payout is wrong\nIt is the one for October');
    expect(await scene.ticket(talk.ticket.id)).toMatchObject({
      subject: 'The payout is wrong',
      description: 'The payout is wrong\nIt is the one for October',
    });
    const card = await lookAgain(scene, talk.root);
    expect(card.shown).toContain(`${talk.ticket.ticketNumber} · The payout is wrong`);
    expect(card.shown).toContain('It is the one for October');
    expect(card.shown).not.toContain('payuot');
    expect(await copiesIn(scene, talk.atDesk)).toEqual([]);

    await edit(talk.said, LONG);
    expect((await copiesIn(scene, talk.atDesk)).join(' ').replace(/\s+/g, ' ')).toBe(LONG);
    await edit(talk.said, 'The payout is late');
    expect(await copiesIn(scene, talk.atDesk)).toEqual([]);
    expect((await lookAgain(scene, talk.root)).shown).toContain('The payout is late');
  });

  test('what is no part of a ticket may be edited without becoming one', async () => {
    const zoe = await scene.slack.addUser({ name: 'Zoe' });
    const before = { globex: await scene.tickets(`?merchantId=${globex.id}`), posts: await scene.slack.posts() };
    const hello = await sayIn(scene, { channel: globex.channel.id }, zoe, 'Hello everybody');
    await edit(hello, 'The whole shop is broken');
    const lunch = await sayIn(scene, { channel: desk.id }, bo, 'Lunch?');
    await edit(lunch, 'Lunch at noon?');
    const longAgo = Date.now() - 8 * DAY_MS;
    const place = { channel: globex.channel.id, user: zoe.id, at: longAgo };
    const old = await scene.slack.say({ ...place, text: 'Long ago', delivery: { hold: true } });
    await edit(old, 'A long time ago');
    expect(await scene.tickets(`?merchantId=${globex.id}`)).toEqual(before.globex);
    expect(await scene.slack.posts()).toHaveLength(before.posts.length);
  });

  test('a preview of a link is no edit', async () => {
    const talk = await beginTalk(scene, acme, 'See https://example.com/payout');
    const [said] = await scene.slack.messages({ channel: talk.said.channel, containing: 'example.com/payout' });
    const message = { ...said!, type: 'message', attachments: [{ title: 'Payouts', text: 'A preview' }] };
    const ts = `${Math.floor(Date.now() / 1000)}.123456`;
    const changed = { type: 'message', subtype: 'message_changed', channel: talk.said.channel, ts, event_ts: ts };
    await scene.slack.sendEvent({ event: { ...changed, message, previous_message: said! } });
    await scene.settle();
    const { messages, audit } = await scene.ticket(talk.ticket.id);
    expect(messages).toMatchObject([{ isEdited: false }]);
    expect(audit.map(({ action }) => action)).not.toContain('edited');
  });
});
