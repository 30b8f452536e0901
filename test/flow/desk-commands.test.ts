import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { onEachDatabase, onMariaDb } from '../support/databases.ts';
import { cookiesOf, urlOf } from '../support/scene/members.ts';
import { deeds, order, picked } from '../support/scene/orders.ts';
import { Scene } from '../support/scene/scene.ts';
import type { Channel, User } from '../support/slack-stand-in/world-types.ts';

interface Answered {
  readonly merchants: readonly { readonly id: number; readonly name: string }[];
  readonly channels: readonly { readonly channelId: string; readonly role: string; readonly mode: string }[];
  readonly agents: readonly {
    readonly name: string;
    readonly email: string;
    readonly specialties: string[];
    readonly isAvailable: boolean;
  }[];
}

onEachDatabase((database) => {
  let scene: Scene;
  let bo: User;

  const open = async () => {
    scene = await Scene.open(database, { replicas: database.name === 'mariadb' ? 2 : 1 });
    bo = await scene.slack.addUser({ name: 'Bo', isAdmin: true, email: 'bo@desk.example' });
  };
  const list = async <Name extends keyof Answered>(name: Name, path: string = name) =>
    (await scene.api<Answered>('GET', `/${path}?limit=100`)).body[name];
  const say = (who: User, where: Channel, text: string, how = {}) => order(scene, who, where, text, how);

  describe('setting up from Slack', () => {
    beforeAll(open);
    afterAll(() => scene.close());

    test('from nothing to the first ticket, without curl', async () => {
      const { slack } = scene;
      const desk = await slack.addChannel({ name: 'desk', botIsMember: false });
      const support = await slack.addChannel({ name: 'acme-support' });
      const ada = await slack.addUser({ name: 'Ada', email: 'ada@desk.example' });
      const una = await slack.addUser({ name: 'Una' });

      await slack.inviteBot({ channel: desk.id, inviter: bo.id });
      const [greeting] = await slack.untilPosted({ channel: desk.id });
      expect(greeting!.shown.split('\n')).toHaveLength(2);
      expect(greeting!.shown).toMatch(/\/desk merchant Acme.*\/desk here/);
      expect(await say(bo, desk, 'status')).toMatch(/not connected[^]*Missing: a desk[^]*agents[^]*a merchant/);

      expect(await say(bo, desk, 'here')).toContain('This channel is the desk now');
      expect(await say(bo, desk, `agent ${picked(ada)} Accounting, technical_issue`)).toContain('Ada is an agent now');
      expect(await say(bo, support, 'merchant Acme')).toContain('This channel is Acme’s now');
      const said = await slack.say({ channel: support.id, user: una.id, text: 'The payout is wrong' });
      const direct = await slack.directChannel(ada.id);
      await slack.untilPosted({ channel: direct.id, containing: 'Acme needs you' });
      await scene.settle();

      expect(await say(ada, desk, 'status')).toBe(
        'This is the desk.\nOpen tickets: 1, of which nobody has 1.\nAvailable: Ada.',
      );
      expect(said.ts).toBeDefined();
      expect(await list('agents', 'support-agents')).toMatchObject([
        { name: 'Ada', email: 'ada@desk.example', specialties: ['accounting', 'technical_issue'] },
      ]);
      expect(await deeds(scene)).toEqual([
        ['desk-connected', bo.id],
        ['agent-added', bo.id],
        ['merchant-added', bo.id],
        ['channel-connected', bo.id],
      ]);
    });

    test('it greets once where it is invited, and not where it is connected', async () => {
      const { slack } = scene;
      const [again, connected] = [await slack.addChannel(), (await scene.merchant('Quiet')).channel];
      const first = await slack.inviteBot({ channel: again.id, inviter: bo.id, delivery: { copies: 2 } });
      await slack.untilPosted({ channel: again.id });
      await slack.inviteBot({ channel: again.id, inviter: bo.id });
      await slack.inviteBot({ channel: connected.id, inviter: bo.id });
      await slack.redeliver(first, { copies: 2 });
      await scene.settle();
      expect(await slack.posts({ channel: again.id })).toHaveLength(1);
      expect(await slack.posts({ channel: connected.id })).toEqual([]);
    });

    test('an order may be written in many ways, and one that makes no sense gets help', async () => {
      const { slack } = scene;
      const place = await slack.addChannel();
      const cy = await slack.addUser({ name: 'Cy' });
      expect(await say(bo, place, '  MERCHANT   “Beta  &amp; Sons”  ')).toContain('Beta & Sons’s now');
      expect(await say(bo, place, 'Mode   Mention')).toBe('Messages that mention me open a ticket here.');
      expect(await say(bo, place, `agent ${picked(cy)} technical issues and Customer-Issue`)).toContain(
        'Cy is an agent now, who knows best: Customer issue, Technical issue',
      );
      expect(await say(bo, place, `agent ${picked(cy)}`)).toContain('Customer issue, Technical issue');
      expect(await say(bo, place, `agent ${picked(cy)} plumbing`)).toBe(
        '“plumbing” is no category. There are: accounting, customer_issue, technical_issue, other.',
      );
      expect(await say(bo, place, 'agent @cy other')).toContain('pick the person from the list');
      expect(await say(bo, place, 'mode loud')).toContain('`/desk mode auto`, `/desk mode mention`');
      expect(await say(bo, place, 'merchant')).toContain('Whose channel is it?');
      for (const text of ['', 'help']) expect(await say(cy, place, text)).toMatch(/^\/desk here .*\n\/desk merchant/);
      const nonsense = await say(cy, place, 'frobnicate <@U1|x>');
      expect(nonsense).toMatch(/“frobnicate” is nothing that I know. This is possible:\n\/desk here/);
      expect(await say(bo, place, `constructor`)).toContain('nothing that I know');
    });

    test('the mode decides what opens a ticket', async () => {
      const { slack } = scene;
      const place = await slack.addChannel();
      const una = await slack.addUser({ name: 'Una' });
      await say(bo, place, 'merchant Modal');
      await say(bo, place, 'mode mention');
      const before = (await scene.tickets('?limit=100')).length;
      await slack.say({ channel: place.id, user: una.id, text: 'The payout is wrong' });
      await scene.settle();
      expect(await scene.tickets('?limit=100')).toHaveLength(before);
      await say(bo, place, 'mode auto');
      await slack.say({ channel: place.id, user: una.id, text: 'The payout is still wrong' });
      await scene.settle();
      expect(await scene.tickets('?limit=100')).toHaveLength(before + 1);
    });

    test('an agent goes away and comes back, also if their order comes late again', async () => {
      const { slack } = scene;
      const place = await slack.addChannel();
      const di = await scene.agent('Di');
      const isThere = async () =>
        (await list('agents', 'support-agents')).find(({ name }) => name === 'Di')!.isAvailable;
      expect(await say(di, place, 'away', { triggerId: 'di-away' })).toContain('You are away');
      expect(await isThere()).toBe(false);
      expect(await say(di, place, 'back')).toContain('Welcome back');
      expect(await say(di, place, 'away', { triggerId: 'di-away' })).toContain('This came twice and was done once');
      expect(await isThere()).toBe(true);
      expect(await say(bo, place, 'away')).toContain('You are no agent');
      expect((await deeds(scene)).slice(-2)).toEqual([
        ['agent-away', String(di.agentId)],
        ['agent-back', String(di.agentId)],
      ]);
    });

    test('the desk can move, and never into a merchant’s channel', async () => {
      const { slack } = scene;
      const [second, first] = [await slack.addChannel(), await slack.addChannel()];
      const { channel: theirs } = await scene.merchant('Moving');
      await say(bo, first, 'here');
      expect(await say(bo, second, 'here')).toContain('Tickets that are open stay where they are');
      expect(await say(bo, second, 'here')).toBe('This channel is the desk already.');
      expect(await say(bo, first, 'here')).toContain('This channel is the desk now');
      expect(await say(bo, theirs, 'here')).toContain('This is Moving’s channel');
      expect(await say(bo, first, 'merchant Moving')).toContain('This is the desk');
      const una = await slack.addUser({ name: 'Una' });
      await slack.say({ channel: theirs.id, user: una.id, text: 'The terminal is broken' });
      await slack.untilPosted({ channel: first.id, containing: 'The terminal is broken' });
      expect(await slack.posts({ channel: second.id })).toEqual([]);
    });

    test('a conversation of few is nobody’s channel', async () => {
      const direct = await scene.slack.directChannel(bo.id);
      for (const text of ['here', 'merchant Acme']) {
        expect(await say(bo, direct, text)).toContain('This is a direct conversation');
      }
    });
  });

  describe('merchants by name', () => {
    beforeAll(open);
    afterAll(() => scene.close());

    const names = async () => (await list('merchants')).map(({ name }) => name);

    test('the same name is the same merchant; one that is near is asked about', async () => {
      const place = () => scene.slack.addChannel();
      await say(bo, await place(), 'merchant Acme Payments');
      expect(await say(bo, await place(), 'merchant  acme payments')).toContain('Acme Payments’s now');
      for (const near of ['Acme Payment', 'Ácme-Payments GmbH', 'Acne Payments']) {
        const there = await place();
        const answer = await say(bo, there, `merchant ${near}`);
        expect(answer).toContain('There is Acme Payments already');
        expect(answer).toContain(`\`/desk merchant "${near}" as new\``);
        expect(await say(bo, there, 'status')).toContain('This channel is not connected');
      }
      expect(await names()).toEqual(['Acme Payments']);
      expect(await say(bo, await place(), 'merchant "Acme Payment" as new')).toContain('Acme Payment’s now');
      expect(await say(bo, await place(), 'merchant Acme Payment as new')).toContain('already');
      expect(await names()).toEqual(['Acme Payments', 'Acme Payment']);
    });

    test('of twins with one name neither is guessed', async () => {
      await Promise.all([1, 2].map(() => scene.api('POST', '/merchants', { name: 'Twin' })));
      const there = await scene.slack.addChannel();
      expect(await say(bo, there, 'merchant Twin')).toContain('There are 2 merchants named Twin');
      expect(await say(bo, there, 'status')).toContain('not connected');
    });

    test('a channel stays its merchant’s', async () => {
      const { channel } = await scene.merchant('Owner');
      expect(await say(bo, channel, 'merchant Somebody Else')).toContain('This channel is Owner’s, and stays it');
      expect(await say(bo, channel, 'merchant Owner')).toBe('This channel is Owner’s already.');
      expect(await names()).not.toContain('Somebody Else');
    });

    test('two who add the same one at once add one', async () => {
      const places = await Promise.all(Array.from({ length: 6 }, () => scene.slack.addChannel()));
      const answers = await Promise.all(places.map((place) => say(bo, place, 'merchant Simultaneous')));
      for (const answer of answers) expect(answer).toContain('Simultaneous’s now');
      expect((await names()).filter((name) => name === 'Simultaneous')).toHaveLength(1);
    });

    test('the same order many times at once is done once', async () => {
      const place = await scene.slack.addChannel();
      const before = (await deeds(scene)).length;
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => say(bo, place, 'merchant Echo', { triggerId: 'echo-1' })),
      );
      expect(answers.filter((answer) => answer.includes('Echo’s now'))).toHaveLength(1);
      expect(answers.filter((answer) => answer.includes('came twice'))).toHaveLength(4);
      expect((await deeds(scene)).slice(before)).toEqual([
        ['merchant-added', bo.id],
        ['channel-connected', bo.id],
      ]);
    });
  });

  describe('the link into the browser', () => {
    beforeAll(open);
    afterAll(() => scene.close());

    const linkIn = (answer: string) => /\/login\/([\w-]{43})$/.exec(answer)?.[1] ?? '';
    const roleBy = async (token: string) => {
      const signedIn = await fetch(`${urlOf(scene)}/sign-in/${token}`, { method: 'POST' });
      if (signedIn.status !== 200) return signedIn.status;
      const answer = await fetch(`${urlOf(scene)}/session`, { headers: { cookie: cookiesOf(signedIn) } });
      return ((await answer.json()) as { member: { role: string } }).member.role;
    };

    test('signs in once, as what they are in Slack', async () => {
      const place = await scene.slack.addChannel();
      const token = linkIn(await say(bo, place, 'console'));
      expect(await roleBy(token)).toBe('admin');
      expect(await roleBy(token)).toBe(410);
      const ada = await scene.agent('Ada');
      expect(await roleBy(linkIn(await say(ada, place, 'console')))).toBe('agent');
      await say(bo, place, `admin ${picked(ada)}`);
      expect(await roleBy(linkIn(await say(ada, place, 'console')))).toBe('admin');
      await say(bo, place, `admin remove ${picked(ada)}`);
      expect(await say(ada, place, 'console')).toContain('Ask an admin for a link');
    });

    test('is no way into somebody else’s account', async () => {
      const place = await scene.slack.addChannel();
      const { id: merchantId } = await scene.merchant('Acme');
      await scene.api('POST', '/members', { name: 'Eve', email: 'eve@desk.example', role: 'merchant', merchantId });
      const eve = await scene.slack.addUser({ name: 'Eve', email: 'eve@desk.example', isAdmin: true });
      expect(await say(eve, place, 'console')).toContain('Somebody with your e-mail is merchant in the browser');
    });

    test('comes to nobody but agents and admins, and not in the log', async () => {
      const place = await scene.slack.addChannel();
      const una = await scene.slack.addUser({ name: 'Una' });
      expect(await say(una, place, 'console')).toContain('Only agents and admins can do this');
      const token = linkIn(await say(bo, place, 'console'));
      expect(token).not.toBe('');
      expect(scene.apps.map((app) => app.output()).join('')).not.toContain(token);
    });
  });
});

onMariaDb((database) => {
  test('two replicas that are about to add the same merchant add one', async () => {
    const app = { pause: { before: 'INSERT INTO merchant', ms: 500 } };
    const scene = await Scene.open(database, { replicas: 2, app });
    try {
      const bo = await scene.slack.addUser({ name: 'Bo', isAdmin: true });
      const places = await Promise.all([1, 2].map(() => scene.slack.addChannel()));
      const answers = await Promise.all(places.map((place) => order(scene, bo, place, 'merchant Simultaneous')));
      for (const answer of answers) expect(answer).toContain('Simultaneous’s now');
      expect((await scene.api<Answered>('GET', '/merchants')).body.merchants).toHaveLength(1);
    } finally {
      await scene.close();
    }
  });
});
