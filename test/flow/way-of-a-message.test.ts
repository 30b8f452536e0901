import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { Scene } from '../support/scene/scene.ts';
import type { Channel, User } from '../support/slack-stand-in/world-types.ts';

onEachDatabase((database) => {
  let scene: Scene;
  let desk: Channel;
  let acme: { id: number; channel: Channel };
  let ada: User;
  let bo: User & { agentId: number };

  beforeAll(async () => {
    scene = await Scene.open(database);
    acme = await scene.merchant('Acme');
    desk = await scene.desk();
    ada = await scene.slack.addUser({ name: 'Ada', avatarUrl: 'https://pictures.example/ada.png' });
    bo = await scene.agent('Bo');
  });
  afterAll(() => scene.close());

  test('a message becomes a ticket, an agent gets a DM, and the two talk', async () => {
    const { slack } = scene;
    const asked = await slack.say({ channel: acme.channel.id, user: ada.id, text: 'Payout for October is wrong' });

    const [root] = await slack.untilPosted({ channel: desk.id, containing: 'Payout for October' });
    const direct = await slack.directChannel(bo.id);
    const [card] = await slack.untilPosted({ channel: direct.id, containing: 'Acme needs you' });
    expect(root!.shown).toContain('SB-1001 · Payout for October is wrong');
    expect(root!.shown).toContain('Replies here go to Acme. Start with // to keep one here.');
    expect(card!.shown).toContain('Acme needs you: Payout for October is wrong');
    expect(card!.shown).toContain('Open thread');

    await slack.say({ channel: desk.id, user: bo.id, threadTs: root!.ts, text: 'Looking into it' });
    const [answer] = await slack.untilPosted({ channel: acme.channel.id, containing: 'Looking into it' });
    expect(answer).toMatchObject({ threadTs: asked.ts, username: 'Bo' });

    await slack.untilPosted({ channel: desk.id, containing: 'Not waiting' });

    await slack.say({ channel: acme.channel.id, user: ada.id, threadTs: asked.ts, text: 'It is 40 euros short' });
    const [relayed] = await slack.untilPosted({ channel: desk.id, containing: '40 euros short' });
    expect(relayed).toMatchObject({ threadTs: root!.ts, username: 'Ada · Acme' });

    const ticket = await scene.untilTicket(1, 'to wait for an agent', ({ status }) => status === 'pending_agent');
    expect(ticket).toMatchObject({ ticketNumber: 'SB-1001', assignedTo: bo.agentId, source: 'slack' });
    expect(ticket.messages.map(({ side, text }) => [side, text])).toEqual([
      ['merchant', 'Payout for October is wrong'],
      ['agent', 'Looking into it'],
      ['merchant', 'It is 40 euros short'],
    ]);
    expect(ticket.firstResponseAt).not.toBeNull();

    const [now] = await slack.untilPosted({ channel: desk.id, containing: 'Waiting for us' });
    expect(now!.ts).toBe(root!.ts);
    expect(now!.shown).not.toContain('Not waiting');
  });
});
