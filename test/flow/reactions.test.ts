import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { firstAnswer } from '../support/scene/copies.ts';
import { Scene, type Agent, type Merchant } from '../support/scene/scene.ts';
import { beginTalk, copiesIn, delayPosts, sayIn, type Talk } from '../support/scene/talk.ts';
import type { EchoMode } from '../support/slack-stand-in/protocol.ts';
import type { Channel, User } from '../support/slack-stand-in/world-types.ts';

const LONG = Array.from({ length: 2_500 }, (_, index) => `word${index}`).join(' ');

/** A message as it stands somewhere. */
interface At {
  readonly channel: string;
  readonly ts: string;
}

onEachDatabase((database) => {
  let scene: Scene;
  let acme: Merchant;
  let desk: Channel;
  let bo: Agent;
  let zoe: User;

  beforeAll(async () => {
    scene = await Scene.open(database, { replicas: database.name === 'mariadb' ? 2 : 1 });
    acme = await scene.merchant('Acme');
    desk = await scene.desk();
    // Nobody is available, so that no card for an agent goes out with the same words in it.
    bo = await scene.agent('Bo', [], false);
    zoe = await scene.slack.addUser({ name: 'Zoe' });
  });
  beforeEach(() => scene.slack.clearFaults());
  afterAll(() => scene.close());

  const change = async ({ channel, ts }: At, { id: user }: Pick<User, 'id'>, reaction: string, removed: boolean) => {
    const event = await scene.slack.react({ channel, ts, user, reaction, removed });
    await scene.settle();
    return event;
  };
  const react = (at: At, who: Pick<User, 'id'>, reaction: string) => change(at, who, reaction, false);
  const takeOff = (at: At, who: Pick<User, 'id'>, reaction: string) => change(at, who, reaction, true);
  /** What our bot has put there. */
  const oursOn = async ({ channel, ts }: At): Promise<string[]> => {
    const message = (await scene.slack.messages({ channel })).find((one) => one.ts === ts);
    const ours = (message?.reactions ?? []).filter(({ users }) => users.includes(scene.slack.home.botUserId));
    return ours.map(({ name }) => name);
  };
  const countsOf = async ({ ticket }: Talk) =>
    (await scene.ticket(ticket.id)).messages.map(({ reactions }) =>
      reactions.map(({ emoji, count }) => [emoji, count]),
    );
  /** A talk with a question more at the desk, and an answer at the merchant's. */
  const aTalk = async () => {
    const talk = await beginTalk(scene, acme, 'The payout is wrong');
    const asked = await sayIn(scene, talk.atMerchant, talk.una, 'It is the one for October');
    const answered = await sayIn(scene, talk.atDesk, bo, 'I will look at it');
    const [atDesk] = await scene.slack.posts({ ...talk.atDesk, containing: 'for October' });
    const [atMerchant] = await scene.slack.posts({ ...talk.atMerchant, containing: 'look at it' });
    return { talk, asked, answered, askedCopy: atDesk!, answeredCopy: atMerchant! };
  };

  test('a reaction becomes the same on the other side, wherever it is put', async () => {
    const { talk, asked, answered, askedCopy, answeredCopy } = await aTalk();
    await react(asked, talk.una, 'eyes');
    await react(askedCopy, bo, '+1');
    await react(answered, bo, 'tada');
    await react(answeredCopy, talk.una, 'heart');
    expect(await oursOn(askedCopy)).toEqual(['eyes']);
    expect(await oursOn(asked)).toEqual(['+1']);
    expect(await oursOn(answeredCopy)).toEqual(['tada']);
    expect(await oursOn(answered)).toEqual(['heart']);
    expect(await countsOf(talk)).toEqual([
      [],
      [
        ['👀', 1],
        ['👍', 1],
      ],
      [
        ['🎉', 1],
        ['❤️', 1],
      ],
    ]);
  });

  test('our bot reacts on behalf of all, until the last takes theirs off', async () => {
    const { talk, asked, askedCopy } = await aTalk();
    await react(asked, talk.una, '+1');
    await react(asked, zoe, 'thumbsup');
    expect(await oursOn(askedCopy)).toEqual(['+1']);
    expect((await countsOf(talk))[1]).toEqual([['👍', 2]]);
    await takeOff(asked, talk.una, '+1');
    expect(await oursOn(askedCopy)).toEqual(['+1']);
    await takeOff(asked, zoe, 'thumbsup');
    expect(await oursOn(askedCopy)).toEqual([]);
    const calls = await Promise.all(
      ['reactions.add', 'reactions.remove'].map((method) => scene.slack.calls({ method, channel: desk.id })),
    );
    // Nobody needs to be told what stands there already.
    expect(calls.map((made) => made.filter(({ args }) => args['timestamp'] === askedCopy.ts).length)).toEqual([1, 1]);
    expect((await countsOf(talk))[1]).toEqual([]);
  });

  test('on the first message it crosses to the card that leads with it, and back', async () => {
    const { talk } = await aTalk();
    await react(talk.said, zoe, 'fire');
    await react(talk.root, bo, 'eyes');
    expect(await oursOn(talk.root)).toEqual(['fire']);
    expect(await oursOn(talk.said)).toEqual(['eyes']);
    expect((await countsOf(talk))[0]).toEqual([
      ['🔥', 1],
      ['👀', 1],
    ]);
  });

  test('on any part of a long message it stands on the whole', async () => {
    const { talk } = await aTalk();
    const said = await sayIn(scene, talk.atDesk, bo, LONG);
    const parts = await scene.slack.posts({ ...talk.atMerchant, containing: 'word' });
    expect(parts.length).toBeGreaterThan(2);
    await react(parts.at(-1)!, talk.una, '+1');
    await react(said, bo, 'eyes');
    expect(await oursOn(said)).toEqual(['+1']);
    expect(await Promise.all(parts.slice(0, 2).map(oursOn))).toEqual([['eyes'], []]);
  });

  test('what is taken off before the putting on arrives stays off', async () => {
    const { slack } = scene;
    const { talk, asked, askedCopy } = await aTalk();
    const place = { channel: asked.channel, ts: asked.ts, user: zoe.id, reaction: 'wave' };
    const on = await slack.react({ ...place, delivery: { hold: true } });
    const off = await slack.react({ ...place, removed: true, delivery: { hold: true } });
    for (const event of [off, on]) {
      await slack.release([event]);
      await slack.delivered(event);
    }
    await scene.settle();
    expect(await oursOn(askedCopy)).toEqual([]);
    expect((await countsOf(talk))[1]).toEqual([]);
  });

  test('many at once, on and off: what people have in the end is what stands there', async () => {
    const { slack } = scene;
    const { talk, asked, askedCopy } = await aTalk();
    const place = { channel: asked.channel, ts: asked.ts, reaction: 'bug' };
    const people = await Promise.all(['Ann', 'Ben', 'Cat', 'Dan'].map((name) => slack.addUser({ name })));
    await Promise.all(
      people.map(async ({ id: user }, index) => {
        for (let turn = 0; turn <= index; turn += 1) await slack.react({ ...place, user, removed: turn % 2 === 1 });
      }),
    );
    await scene.settle();
    expect((await countsOf(talk))[1]).toEqual([['🐛', 2]]);
    expect(await oursOn(askedCopy)).toEqual(['bug']);
  });

  test('waits for a copy that is still on its way', async () => {
    const { slack } = scene;
    const { talk } = await aTalk();
    const limited = await delayPosts(scene, talk.atDesk);
    const said = await slack.say({ ...talk.atMerchant, user: talk.una.id, text: 'on its way' });
    await limited.hit();
    await slack.delivered(await slack.react({ channel: said.channel, ts: said.ts, user: zoe.id, reaction: 'pray' }));
    await scene.settle();
    const [copy] = await slack.posts({ ...talk.atDesk, containing: 'on its way' });
    expect(await oursOn(copy!)).toEqual(['pray']);
  });

  test('comes again when the copy that it is put on is there before we know of it', async () => {
    const { slack } = scene;
    const { talk } = await aTalk();
    await slack.setEcho('off');
    const hanging = await slack.fault({ action: 'hang-after-accepting', containing: 'just arrived', channel: desk.id });
    const said = await slack.say({ ...talk.atMerchant, user: talk.una.id, text: 'just arrived' });
    await hanging.hit();
    const [copy] = await slack.posts({ ...talk.atDesk, containing: 'just arrived' });
    const event = await slack.react({ channel: copy!.channel, ts: copy!.ts, user: bo.id, reaction: 'eyes' });
    await firstAnswer(scene, event);
    await hanging.release();
    await slack.delivered(event);
    await scene.settle();
    expect(await oursOn(said)).toEqual(['eyes']);
    await slack.setEcho('after');
  });

  test('a note that stays at the desk keeps its reactions', async () => {
    const { talk } = await aTalk();
    const before = (await scene.slack.calls({ method: 'reactions.add' })).length;
    const said = await sayIn(scene, talk.atDesk, bo, '// between us');
    await react(said, bo, 'eyes');
    expect((await scene.slack.calls({ method: 'reactions.add' })).length).toBe(before);
    expect((await countsOf(talk)).at(-1)).toEqual([['👀', 1]]);
  });

  test('an emoji that the other side does not have becomes one quiet note, which goes with it', async () => {
    const { talk, asked } = await aTalk();
    await react(asked, talk.una, 'partyparrot');
    await react(asked, zoe, 'partyparrot');
    const notes = () => scene.slack.posts({ ...talk.atDesk, containing: 'reacted with' });
    expect((await notes()).map(({ shown }) => shown)).toEqual([
      'Una reacted with :partyparrot: to “It is the one for October”',
    ]);
    expect((await countsOf(talk))[1]).toEqual([['partyparrot', 2]]);

    await takeOff(asked, talk.una, 'partyparrot');
    expect(await notes()).toHaveLength(1);
    await takeOff(asked, zoe, 'partyparrot');
    expect(await notes()).toEqual([]);
    await react(asked, zoe, 'partyparrot');
    expect((await notes()).map(({ shown }) => shown.split(' ')[0])).toEqual(['Zoe']);
  });

  test('such a note follows the words that it repeats, and goes when they are hidden', async () => {
    const { talk, answered } = await aTalk();
    const { channel, ts } = answered;
    await react(answered, bo, 'partyparrot');
    const notes = async () =>
      (await scene.slack.posts({ ...talk.atMerchant, containing: 'reacted with' })).map(({ shown }) => shown);
    expect(await notes()).toEqual(['Bo reacted with :partyparrot: to “I will look at it”']);
    for (const [text, left] of [
      ['I have looked at it', ['Bo reacted with :partyparrot: to “I have looked at it”']],
      ['// I have looked at it', []],
    ] as const) {
      await scene.slack.edit({ channel, ts, text });
      await scene.settle();
      expect(await notes()).toEqual(left);
    }
  });

  test.each<EchoMode>(['after', 'before'])('our own reactions are nobody’s (told %s the answer)', async (echo) => {
    await scene.slack.setEcho(echo);
    const { talk, asked, askedCopy } = await aTalk();
    await react(asked, zoe, 'warning');
    expect(await oursOn(askedCopy)).toEqual(['warning']);
    expect(await oursOn(asked)).toEqual([]);
    expect((await countsOf(talk))[1]).toEqual([['⚠️', 1]]);
    await takeOff(asked, zoe, 'warning');
    expect(await oursOn(askedCopy)).toEqual([]);
    await scene.slack.setEcho('after');
  });

  test('told again, or put where no message of a ticket stands, it changes nothing', async () => {
    const { talk, asked, askedCopy } = await aTalk();
    const event = await react(asked, zoe, 'x');
    await scene.slack.redeliver(event, { copies: 3 });
    const lunch = await sayIn(scene, { channel: desk.id }, bo, 'Lunch?');
    const [line] = await scene.slack.posts({ ...talk.atMerchant, containing: talk.ticket.ticketNumber });
    const before = (await scene.slack.calls({ method: 'reactions.add' })).length;
    await react(lunch, bo, '+1');
    await react(line!, zoe, '+1');
    expect((await scene.slack.calls({ method: 'reactions.add' })).length).toBe(before);
    expect((await countsOf(talk))[1]).toEqual([['❌', 1]]);
    expect(await oursOn(askedCopy)).toEqual(['x']);
  });

  test('nothing of another merchant is touched', async () => {
    const globex = await scene.merchant('Globex');
    const theirs = await beginTalk(scene, globex, 'The payout is wrong');
    const { talk } = await aTalk();
    await react(talk.said, zoe, 'fire');
    expect(await oursOn(theirs.root)).toEqual([]);
    expect(await countsOf(theirs)).toEqual([[]]);
    expect(await copiesIn(scene, theirs.atMerchant)).toEqual([]);
  });

  test.each(['+1', 'partyparrot'])('a process that dies when it has shown %s shows it once', async (reaction) => {
    const { asked, askedCopy, talk } = await aTalk();
    const known = reaction === '+1';
    const at = known ? 'after-react' : 'after-response-before-sent';
    const app = await scene.dieAt({ at, containing: known ? askedCopy.ts : 'partyparrot' });
    await scene.slack.react({ channel: asked.channel, ts: asked.ts, user: zoe.id, reaction });
    expect(await app.gone).toBe('SIGKILL');
    await scene.startApp();
    await scene.settle();
    expect(await oursOn(askedCopy)).toEqual(known ? ['+1'] : []);
    const notes = await scene.slack.posts({ ...talk.atDesk, containing: 'reacted with' });
    expect(notes).toHaveLength(known ? 0 : 1);
  });
});
