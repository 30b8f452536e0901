import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { ask, rootOf, type Asked } from '../support/scene/ask.ts';
import { Scene, type Agent, type Merchant } from '../support/scene/scene.ts';
import type { Said } from '../support/slack-stand-in/protocol.ts';
import type { Channel, User } from '../support/slack-stand-in/world-types.ts';

const MINUTE = 60 * 1000;

onEachDatabase((database) => {
  let scene: Scene;
  let desk: Channel;
  let acme: Merchant;
  let beta: Merchant;
  let betasDesk: Channel;
  let bo: Agent;

  beforeAll(async () => {
    scene = await Scene.open(database, { app: { requestTimeoutMs: 5_000, leaseMs: 10_000 } });
    acme = await scene.merchant('Acme');
    beta = await scene.merchant('Beta');
    desk = await scene.desk();
    betasDesk = await scene.desk(beta.id);
    bo = await scene.agent('Bo');
  });
  afterEach(async () => {
    await scene.slack.clearFaults();
    await scene.settle();
  });
  afterAll(() => scene.close());

  const someone = (): Promise<User> => scene.slack.addUser({ name: 'Ada' });

  /** Says something whose event is kept back. */
  const sayLater = (user: User, { said }: Pick<Asked, 'said'>, text: string, at?: number): Promise<Said> =>
    scene.slack.say({
      channel: acme.channel.id,
      user: user.id,
      threadTs: said.ts,
      text,
      delivery: { hold: true },
      ...(at !== undefined && { at }),
    });

  const copiesAt = async ({ root }: Pick<Asked, 'root'>) =>
    (await scene.slack.posts({ channel: root.channel, threadTs: root.ts })).map(({ shown }) => shown);

  /** The channels into which something was posted, in the order in which Slack took it. */
  const postedInto = async (...channels: readonly Channel[]) => {
    const accepted = await scene.slack.accepted({ method: 'chat.postMessage' });
    return accepted.map(({ channel }) => channel).filter((channel) => channels.some(({ id }) => id === channel));
  };

  test('what arrives out of order while the thread is held up leaves in the order in which it was said', async () => {
    const { slack } = scene;
    const ada = await someone();
    const asked = await ask(scene, acme, ada, 'The payout is wrong');
    const hanging = await slack.fault({ action: 'hang-before-accepting', channel: desk.id, containing: 'One' });
    const one = await sayLater(ada, asked, 'One');
    const two = await sayLater(ada, asked, 'Two');
    const three = await sayLater(ada, asked, 'Three');
    const four = await sayLater(ada, asked, 'Four');

    await slack.release([one]);
    await hanging.hit();
    await slack.release([four, two, three]);
    await hanging.release();
    await scene.settle();

    expect(await copiesAt(asked)).toEqual(['One', 'Two', 'Three', 'Four']);
  });

  test('so it is while the thread is still to be opened, and on the way to the merchant', async () => {
    const { slack } = scene;
    const opening = await slack.fault({
      action: 'hang-before-accepting',
      channel: desk.id,
      method: 'chat.postMessage',
    });
    const ada = await someone();
    const said = await slack.say({ channel: acme.channel.id, user: ada.id, text: 'The invoice is wrong' });
    await opening.hit();
    const held = [
      await sayLater(ada, { said }, 'a'),
      await sayLater(ada, { said }, 'b'),
      await sayLater(ada, { said }, 'c'),
    ];
    await slack.release(held.toReversed());
    await opening.release();
    await scene.settle();
    const root = await rootOf(scene, (await scene.tickets('?limit=1'))[0]!);
    expect(await copiesAt({ root })).toEqual(['a', 'b', 'c']);

    const answering = await slack.fault({
      action: 'hang-before-accepting',
      channel: acme.channel.id,
      containing: 'Hm',
    });
    const answer = (text: string) =>
      slack.say({ channel: desk.id, user: bo.id, threadTs: root.ts, text, delivery: { hold: true } });
    const answers = [await answer('Hm'), await answer('d'), await answer('e'), await answer('f')];
    await slack.release(answers.slice(0, 1));
    await answering.hit();
    await slack.release(answers.slice(1).toReversed());
    await answering.release();
    await scene.settle();
    const thread = await slack.posts({ channel: acme.channel.id, threadTs: said.ts });
    expect(thread.filter(({ username }) => username === 'Bo').map(({ shown }) => shown)).toEqual(['Hm', 'd', 'e', 'f']);
  });

  test('what arrives after a later one has gone is posted at once, with its time', async () => {
    const ada = await someone();
    const asked = await ask(scene, acme, ada, 'The terminal is broken', { at: Date.now() - 30 * MINUTE });
    // What comes later than Slack's own repeats would has its time shown in any case.
    const at = Date.now() - 4 * MINUTE;
    const late = await sayLater(ada, asked, 'It fell down', at);
    const soon = await sayLater(ada, asked, 'It does not start', at + MINUTE);

    await scene.slack.release([soon]);
    await scene.settle();
    await scene.slack.release([late]);
    await scene.settle();

    const date = `<!date^${Math.floor(at / 1000)}^`;
    expect(await copiesAt(asked)).toEqual([
      'It does not start',
      expect.stringMatching(/^It fell down\nSaid at /) as unknown,
    ]);
    expect((await copiesAt(asked))[1]).toContain(date);
    // The time of what comes in its order is not shown.
    await scene.slack.release([await sayLater(ada, asked, 'It starts again')]);
    await scene.settle();
    expect((await copiesAt(asked))[2]).toBe('It starts again');
  });

  test('a channel that Slack limits waits as long as it was told, and delays no other', async () => {
    const { slack } = scene;
    const before = (await postedInto(desk, betasDesk)).length;
    const limited = await slack.fault({
      action: 'rate-limit',
      channel: desk.id,
      method: 'chat.postMessage',
      retryAfterSeconds: 2,
    });
    await slack.say({ channel: acme.channel.id, user: (await someone()).id, text: 'Limited' });
    await limited.hit();
    await slack.say({ channel: acme.channel.id, user: (await someone()).id, text: 'Limited as well' });
    await slack.say({ channel: beta.channel.id, user: (await someone()).id, text: 'Not limited' });
    await slack.say({ channel: beta.channel.id, user: (await someone()).id, text: 'Not limited either' });
    await scene.settle();

    const posted = (await postedInto(desk, betasDesk)).slice(before);
    expect(posted).toEqual([betasDesk.id, betasDesk.id, desk.id, desk.id]);
    const calls = await slack.calls({ method: 'chat.postMessage', channel: desk.id });
    const tries = calls.slice(calls.findIndex(({ outcome }) => outcome === 'rate-limit'));
    expect(tries.map(({ outcome }) => outcome)).toEqual(['rate-limit', 'ok', 'ok']);
    expect(tries[1]!.at - tries[0]!.at).toBeGreaterThanOrEqual(2_000);
    expect((await scene.api('GET', '/jobs?state=dead')).body['jobs']).toEqual([]);
  });

  test('a channel that does not answer delays no other, and no other thread', async () => {
    const { slack } = scene;
    const before = (await postedInto(desk, betasDesk)).length;
    const stuck = await slack.fault({ action: 'hang-before-accepting', channel: desk.id, containing: 'Stuck' });
    await slack.say({ channel: acme.channel.id, user: (await someone()).id, text: 'Stuck' });
    await stuck.hit();
    await slack.say({ channel: beta.channel.id, user: (await someone()).id, text: 'Elsewhere' });
    await slack.say({ channel: acme.channel.id, user: (await someone()).id, text: 'Another thread' });
    await slack.untilPosted({ channel: betasDesk.id, containing: 'Elsewhere' });
    await slack.untilPosted({ channel: desk.id, containing: 'Another thread' });
    expect(await slack.posts({ channel: desk.id, containing: 'Stuck' })).toEqual([]);
    await stuck.release();
    await scene.settle();

    const posted = (await postedInto(desk, betasDesk)).slice(before);
    expect(posted.toSorted()).toEqual([betasDesk.id, desk.id, desk.id].toSorted());
    expect(posted.at(-1)).toBe(desk.id);
    expect(await slack.posts({ channel: desk.id, containing: 'Stuck' })).toHaveLength(1);
  });
});
