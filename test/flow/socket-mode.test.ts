import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { ask, rootOf } from '../support/scene/ask.ts';
import { firstAnswer } from '../support/scene/copies.ts';
import { viewDatabase, type DatabaseView } from '../support/scene/database-view.ts';
import { errorsFor, submit, untilForm } from '../support/scene/forms.ts';
import { order } from '../support/scene/orders.ts';
import { Scene, type Agent, type Merchant } from '../support/scene/scene.ts';
import { clickOn, deskCardOf, fieldOf } from '../support/scene/stories.ts';
import type { SentEvent } from '../support/slack-stand-in/protocol.ts';
import type { Channel, User } from '../support/slack-stand-in/world-types.ts';

onEachDatabase((database) => {
  let scene: Scene;
  let view: DatabaseView;
  let acme: Merchant;
  let desk: Channel;
  let ada: Agent;
  let una: User;

  beforeAll(async () => {
    const replicas = database.name === 'mariadb' ? 2 : 1;
    scene = await Scene.open(database, { slack: { socketMode: true }, replicas });
    view = await viewDatabase(scene.databaseUrl);
    acme = await scene.merchant('Acme');
    desk = await scene.desk();
    ada = await scene.agent('Ada', [], false);
    una = await scene.slack.addUser({ name: 'Una' });
  });
  beforeEach(() => scene.slack.clearFaults());
  afterAll(async () => {
    await view.close();
    await scene.close();
  });

  /** By somebody whom nobody has heard of before: what one person says in a row is one ticket. */
  const say = async (text: string) => {
    const { id: user } = await scene.slack.addUser({ name: 'Tim' });
    return scene.slack.say({ channel: acme.channel.id, user, text });
  };
  const attemptsAt = (event: SentEvent) => scene.slack.deliveries({ eventId: event.eventId });

  /** Every event is answered, one ticket tells of these words, and they stand once at the desk. */
  const expectOnce = async (event: SentEvent, text: string) => {
    await scene.slack.delivered(event, { timeoutMs: 20_000 });
    await scene.settle();
    expect((await scene.tickets('?limit=100')).filter(({ subject }) => subject === text)).toHaveLength(1);
    expect(await scene.slack.posts({ channel: desk.id, containing: text })).toHaveLength(1);
  };

  test('a message becomes a ticket and the agent’s reply comes back, all through the socket', async () => {
    const { root, said } = await ask(scene, acme, una, 'The payout is wrong');
    expect(root).toMatchObject({ channel: desk.id });
    expect(await attemptsAt(said)).toMatchObject([{ status: 200, url: expect.stringContaining('socket') }]);

    const answer = { channel: desk.id, threadTs: root.ts, user: ada.id, text: 'It is on its way' };
    const replied = await scene.slack.say(answer);
    const [copy] = await scene.slack.untilPosted({ channel: acme.channel.id, containing: answer.text });
    expect(copy!.threadTs).toBe(said.ts);
    await scene.settle();
    expect(await attemptsAt(replied)).toHaveLength(1);
    // Without a signing secret there is no door for requests.
    const { status } = await scene.slack.forge({ channel: desk.id, user: ada.id, text: 'Let me in' }, 'wrong-secret');
    expect(status).toBe(404);
  });

  test('a command is answered in private, a click acts and its card changes', async () => {
    expect(await order(scene, ada, desk, 'status')).toContain('This is the desk');
    const { ticket, root } = await ask(scene, acme, await scene.slack.addUser({ name: 'Bea' }), 'The terminal beeps');
    const [click] = await clickOn(scene, root, ada, 'Assign to me');
    expect(click).toMatchObject({ status: 200, body: '' });
    const card = await deskCardOf(scene, ticket);
    expect([fieldOf(card, 'Assigned'), fieldOf(card, 'Status')]).toEqual(['Ada', 'In progress']);
  });

  test('a form opens, says what is wrong at its input, and then opens a ticket', async () => {
    expect(await order(scene, una, acme.channel, 'The invoice is wrong', { command: '/ticket' })).toBe('');
    await untilForm(scene, una);
    await submit(scene, una, { Subject: ' ' }, { unchecked: true });
    expect(await errorsFor(scene, una)).toEqual({ Subject: 'Please write something here.' });
    await submit(scene, una, { Subject: 'Two invoices are wrong', Priority: 'Urgent' });
    expect(await scene.slack.view(una.id)).toBeNull();
    await scene.settle();
    const [ticket] = await scene.tickets('?limit=1');
    expect(ticket).toMatchObject({ subject: 'Two invoices are wrong', priority: 'urgent', merchantId: acme.id });
    expect((await rootOf(scene, ticket!)).shown).toContain('The invoice is wrong');
  });

  test.each(['refresh', 'cut'] as const)(
    'a socket that ends (%s) is opened again, and what was said meanwhile comes once',
    async (how) => {
      const { slack } = scene;
      // What has come and is not committed when the socket ends: its acknowledgement has nowhere to go.
      const letGo = await view.holdEvents();
      const under = await say(`Under way at a ${how}`);
      const isOut = { method: 'apps.connections.open', action: 'error', error: 'internal_error' } as const;
      const outage = await slack.fault({ ...isOut, times: 'always' });
      await slack.endSockets(how);
      const meanwhile = await say(`Meanwhile at a ${how}`);
      for (const event of [meanwhile, ...(how === 'cut' ? [under] : [])])
        expect(await firstAnswer(scene, event)).toMatchObject({ status: null, failure: 'connection_failed' });
      await letGo();
      await outage.hit();
      await outage.release();
      await slack.connected(scene.apps.length);

      await expectOnce(meanwhile, `Meanwhile at a ${how}`);
      await expectOnce(under, `Under way at a ${how}`);
    },
  );

  test('while the database takes nothing an event is not acknowledged and comes again; a person hears to try again', async () => {
    const letGo = await view.holdEvents();
    const said = await say('Nothing is written');
    expect(await order(scene, ada, desk, 'away')).toContain('please try again');
    expect(await firstAnswer(scene, said)).toMatchObject({ status: null, failure: 'http_timeout' });
    await letGo();
    await expectOnce(said, 'Nothing is written');
    expect((await attemptsAt(said)).length).toBeGreaterThan(1);
  });

  test('neither a token nor a ticket of a socket is in the log', () => {
    const logged = scene.apps.map((app) => app.output()).join('');
    expect(logged).toContain('connected to Slack by Socket Mode');
    expect(logged).not.toMatch(/ticket=|xapp-|xoxb-/);
  });
});
