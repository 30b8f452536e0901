import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { ask } from '../support/scene/ask.ts';
import { Scene, type Agent, type Merchant } from '../support/scene/scene.ts';
import type { Channel, User } from '../support/slack-stand-in/world-types.ts';

onEachDatabase((database) => {
  let scene: Scene;
  let desk: Channel;
  let acme: Merchant;
  let ada: User;
  let bo: Agent;
  let cy: User;

  beforeAll(async () => {
    scene = await Scene.open(database);
    acme = await scene.merchant('Acme');
    desk = await scene.desk();
    ada = await scene.slack.addUser({ name: 'Ada' });
    bo = await scene.agent('Bo');
    cy = await scene.slack.addUser({ name: 'Cy from Sales' });
  });
  afterAll(() => scene.close());

  /** Resolves when it has arrived: what is said at once may arrive in any order. */
  const sayAtDesk = async (user: User, text: string, threadTs?: string) => {
    const thread = threadTs === undefined ? {} : { threadTs };
    const said = await scene.slack.say({ channel: desk.id, user: user.id, text, ...thread });
    await scene.slack.delivered(said);
    return said;
  };

  /** Also what was posted and taken away again. */
  const everShownToMerchant = async () =>
    JSON.stringify(await scene.slack.accepted({ channel: acme.channel.id })).toLowerCase();

  test('what begins with // stays at the desk, and the rest goes on', async () => {
    const { said, ticket, root } = await ask(scene, acme, ada, 'The March invoice is missing');

    await sayAtDesk(bo, '// the bank is to blame', root.ts);
    await sayAtDesk(bo, '  //no space, and the bank again', root.ts);
    await scene.settle();
    // Bo, who was asked to take the ticket, has said yes with that; the merchant has no answer yet.
    const noted = await scene.ticket(ticket.id);
    expect(noted).toMatchObject({ status: 'in_progress', assignedTo: bo.agentId, firstResponseAt: null });

    await sayAtDesk(bo, 'It is on its way // by mail', root.ts);
    const [answer] = await scene.slack.untilPosted({ channel: acme.channel.id, containing: 'by mail' });
    await scene.settle();
    expect(answer).toMatchObject({ threadTs: said.ts, shown: 'It is on its way // by mail' });
    expect(await everShownToMerchant()).not.toContain('bank');

    const { messages } = await scene.ticket(ticket.id);
    expect(messages.map(({ side, visibility, agentId, text }) => [side, visibility, agentId, text])).toEqual([
      ['merchant', 'public', null, 'The March invoice is missing'],
      ['agent', 'internal', bo.agentId, '// the bank is to blame'],
      ['agent', 'internal', bo.agentId, '  //no space, and the bank again'],
      ['agent', 'public', bo.agentId, 'It is on its way // by mail'],
    ]);
    expect(await scene.slack.ephemerals()).toEqual([]);
  });

  test('what somebody says who is no agent stays at the desk, and they are told once for each ticket', async () => {
    const ivo = await scene.slack.addUser({ name: 'Ivo' });
    const first = await ask(scene, acme, await scene.slack.addUser({ name: 'Una' }), 'The terminal is broken');
    const second = await ask(scene, acme, ivo, 'The shop is offline');

    await sayAtDesk(cy, 'They owe us money', first.root.ts);
    await sayAtDesk(cy, 'A lot of money', first.root.ts);
    await sayAtDesk(cy, '// and money is all', second.root.ts);
    await scene.settle();

    const notes = await scene.slack.ephemerals({ channel: desk.id });
    expect(notes.map(({ visibleTo, args }) => [visibleTo, args['thread_ts']])).toEqual([
      [cy.id, first.root.ts],
      [cy.id, second.root.ts],
    ]);
    expect(notes[0]!.text).toContain("Only agents' replies go to Acme, so yours stays here.");
    expect(await everShownToMerchant()).not.toContain('money');

    const ticket = await scene.ticket(first.ticket.id);
    expect(ticket).toMatchObject({ status: 'new', assignedTo: null, firstResponseAt: null });
    expect(ticket.messages.slice(1)).toMatchObject([
      { side: 'agent', visibility: 'internal', agentId: null, text: 'They owe us money' },
      { side: 'agent', visibility: 'internal', agentId: null, text: 'A lot of money' },
    ]);
  });

  test('chat at the desk outside of any thread does nothing', async () => {
    const before = { tickets: await scene.tickets(), accepted: (await scene.slack.accepted()).length };

    await sayAtDesk(bo, 'Lunch?');
    const question = await sayAtDesk(cy, 'Has anybody seen the payout of Acme?');
    await sayAtDesk(bo, 'Not me', question.ts);
    await scene.settle();

    expect(await scene.tickets()).toEqual(before.tickets);
    expect(await scene.slack.accepted()).toHaveLength(before.accepted);
  });
});
