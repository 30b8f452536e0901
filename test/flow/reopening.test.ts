import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { ask, rootOf, type Asked } from '../support/scene/ask.ts';
import { acceptOffer, askedFor } from '../support/scene/offers.ts';
import { Scene, type Agent, type Merchant } from '../support/scene/scene.ts';
import type { Channel, User } from '../support/slack-stand-in/world-types.ts';

const DAY = 24 * 60 * 60 * 1000;

onEachDatabase((database) => {
  let scene: Scene;
  let desk: Channel;
  let acme: Merchant;
  let bo: Agent;

  beforeAll(async () => {
    scene = await Scene.open(database);
    acme = await scene.merchant('Acme');
    desk = await scene.desk();
    bo = await scene.agent('Bo');
  });
  afterAll(() => scene.close());

  const someone = (): Promise<User> => scene.slack.addUser({ name: 'Ada' });

  const say = async (user: User, channel: Channel, threadTs: string, text: string, at?: number) => {
    const when = at === undefined ? {} : { at };
    await scene.slack.say({ channel: channel.id, user: user.id, threadTs, text, ...when });
    await scene.settle();
  };

  /** Somebody asks, and Bo says yes to it. */
  const askBo = async (user: User, text: string): Promise<Asked> => {
    const asked = await ask(scene, acme, user, text);
    await acceptOffer(scene, asked.ticket.id, [bo]);
    return asked;
  };

  const newest = async () => (await scene.tickets('?limit=1'))[0]!;

  test('a reply reopens what was resolved', async () => {
    const ada = await someone();
    const { said, ticket, root } = await askBo(ada, 'The payout is wrong');
    const resolved = await scene.changeTicket(ticket.id, { status: 'resolved' });
    expect(resolved.resolvedAt).not.toBeNull();

    await say(ada, acme.channel, said.ts, 'Still wrong');

    const reopened = await scene.ticket(ticket.id);
    expect(reopened).toMatchObject({
      status: 'pending_agent',
      resolvedAt: null,
      closedAt: null,
      assignedTo: bo.agentId,
    });
    const [copy] = await scene.slack.posts({ channel: desk.id, containing: 'Still wrong' });
    expect(copy).toMatchObject({ threadTs: root.ts });
    expect(reopened.audit.at(-1)).toMatchObject({
      action: 'changed',
      actor: { kind: 'person', id: ada.id },
      source: 'slack',
      details: { status: { from: 'resolved', to: 'pending_agent' } },
    });
  });

  test('a reply within a week reopens what was closed', async () => {
    const ada = await someone();
    const { said, ticket } = await ask(scene, acme, ada, 'The invoice is wrong');
    const closed = await scene.changeTicket(ticket.id, { status: 'closed' });
    expect(closed.closedAt).not.toBeNull();

    await say(ada, acme.channel, said.ts, 'Wrong again', Date.now() + 6.9 * DAY);

    expect(await newest()).toMatchObject({ id: ticket.id, status: 'pending_agent', resolvedAt: null, closedAt: null });
  });

  test('a reply after a week opens a new ticket in the same thread, and the thread goes on with that one', async () => {
    const ada = await someone();
    const old = await ask(scene, acme, ada, 'The terminal is broken');
    await scene.changeTicket(old.ticket.id, { status: 'closed' });

    await say(ada, acme.channel, old.said.ts, 'Broken once more', Date.now() + 8 * DAY);
    const ticket = await newest();
    const root = await rootOf(scene, ticket);
    expect(ticket).toMatchObject({ continuesId: old.ticket.id, subject: 'Broken once more', merchantId: acme.id });
    expect(ticket.id).not.toBe(old.ticket.id);
    expect(root.ts).not.toBe(old.root.ts);

    await say(ada, acme.channel, old.said.ts, 'It beeps', Date.now() + 8 * DAY + 1_000);
    await say(bo, desk, root.ts, 'A new one is on its way');

    const [beeps] = await scene.slack.posts({ channel: desk.id, containing: 'It beeps' });
    const [answer] = await scene.slack.posts({ channel: acme.channel.id, containing: 'on its way' });
    const [line] = await scene.slack.posts({ channel: acme.channel.id, containing: ticket.ticketNumber });
    expect(beeps).toMatchObject({ threadTs: root.ts });
    expect(answer).toMatchObject({ threadTs: old.said.ts });
    expect(line).toMatchObject({ threadTs: old.said.ts });
    const { messages } = await scene.ticket(ticket.id);
    expect(messages.map(({ text }) => text)).toEqual(['Broken once more', 'It beeps', 'A new one is on its way']);
    expect(await scene.ticket(old.ticket.id)).toMatchObject({ status: 'closed', messages: [{ number: 1 }] });
  });

  test('an agent who answers once more reopens nothing', async () => {
    const { said, ticket, root } = await askBo(await someone(), 'The export is empty');
    const { resolvedAt } = await scene.changeTicket(ticket.id, { status: 'resolved' });
    await say(bo, desk, root.ts, 'You are welcome');
    expect(await scene.ticket(ticket.id)).toMatchObject({ status: 'resolved', resolvedAt });
    const [copy] = await scene.slack.posts({ channel: acme.channel.id, containing: 'You are welcome' });
    expect(copy).toMatchObject({ threadTs: said.ts });
  });

  test('what was resolved before anybody had it finds its agent when it is reopened', async () => {
    await scene.setAvailable(bo, false);
    const ada = await someone();
    const { said, ticket } = await ask(scene, acme, ada, 'The contract is missing');
    await scene.changeTicket(ticket.id, { status: 'resolved' });
    await scene.setAvailable(bo, true);
    await scene.settle();
    expect(await scene.ticket(ticket.id)).toMatchObject({ status: 'resolved', assignedTo: null });
    expect(await askedFor(scene, ticket.id)).toBeNull();

    await say(ada, acme.channel, said.ts, 'Still missing');

    expect(await scene.ticket(ticket.id)).toMatchObject({ status: 'pending_agent', assignedTo: null });
    await acceptOffer(scene, ticket.id, [bo]);
    expect(await scene.ticket(ticket.id)).toMatchObject({ status: 'pending_agent', assignedTo: bo.agentId });
  });

  test('what its agent had resolved goes to another one when that agent is away by then', async () => {
    const ada = await someone();
    const { said, ticket } = await askBo(ada, 'The card reader is broken');
    await scene.changeTicket(ticket.id, { status: 'resolved' });
    const cleo = await scene.agent('Cleo');
    await scene.setAvailable(bo, false);

    await say(ada, acme.channel, said.ts, 'Broken again');
    expect(await scene.ticket(ticket.id)).toMatchObject({ status: 'pending_agent', assignedTo: null });
    await acceptOffer(scene, ticket.id, [cleo]);
    expect(await scene.ticket(ticket.id)).toMatchObject({ status: 'pending_agent', assignedTo: cleo.agentId });

    await scene.changeTicket(ticket.id, { status: 'resolved' });
    await scene.setAvailable(cleo, false);
    await say(ada, acme.channel, said.ts, 'And again');
    expect(await scene.ticket(ticket.id)).toMatchObject({ status: 'pending_agent', assignedTo: null });
    expect(await askedFor(scene, ticket.id)).toBeNull();
    await scene.setAvailable(bo, true);
    await scene.settle();
    expect(await askedFor(scene, ticket.id)).toBe(bo.agentId);
  });
});
