import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { rootOf } from '../support/scene/ask.ts';
import { acceptOffer, askedFor } from '../support/scene/offers.ts';
import { Scene, type Agent, type Merchant } from '../support/scene/scene.ts';
import type { Channel, User } from '../support/slack-stand-in/world-types.ts';

onEachDatabase((database) => {
  let scene: Scene;
  let desk: Channel;
  let acme: Merchant;
  let ada: User;
  let bo: Agent;

  beforeAll(async () => {
    scene = await Scene.open(database);
    acme = await scene.merchant('Acme');
    desk = await scene.desk();
    ada = await scene.slack.addUser({ name: 'Ada' });
    bo = await scene.agent('Bo', [], false);
  });
  afterAll(() => scene.close());

  test('a merchant follows their ticket in one line that changes in place', async () => {
    const { slack } = scene;
    const channel = acme.channel.id;
    /** The one post of ours in the thread that nobody said, as it reads now. */
    const line = async () => {
      await scene.settle();
      const [shown, ...more] = await slack.posts({ channel, containing: 'SB-1001' });
      expect(more).toEqual([]);
      return shown!;
    };

    const asked = await slack.say({ channel, user: ada.id, text: 'The payout is wrong' });
    const first = await line();
    expect(first).toMatchObject({ threadTs: asked.ts, shown: 'SB-1001 is open. We will be with you shortly.' });
    expect(first.username).toBeUndefined();

    // Who is asked is nothing to a merchant; who has said yes is.
    await scene.setAvailable(bo, true);
    expect(await line()).toMatchObject({ ts: first.ts, shown: first.shown });
    expect(await askedFor(scene, 1)).toBe(bo.agentId);
    await acceptOffer(scene, 1, [bo]);
    expect(await line()).toMatchObject({ ts: first.ts, shown: 'SB-1001 is open. Bo is looking at it.' });

    const root = await rootOf(scene, await scene.ticket(1));
    await slack.say({ channel: desk.id, user: bo.id, threadTs: root.ts, text: 'Which payout?' });
    expect(await line()).toMatchObject({ ts: first.ts, shown: 'SB-1001 is waiting for you.' });

    await slack.say({ channel, user: ada.id, threadTs: asked.ts, text: 'The one for October' });
    expect(await line()).toMatchObject({ ts: first.ts, shown: 'SB-1001 is open. Bo is looking at it.' });

    await scene.changeTicket(1, { status: 'resolved' });
    const resolved = 'SB-1001 is resolved. Reply here to reopen it.';
    expect(await line()).toMatchObject({ ts: first.ts, shown: resolved, text: resolved });
    await scene.changeTicket(1, { status: 'closed' });
    expect(await line()).toMatchObject({ ts: first.ts, shown: 'SB-1001 is closed. Reply here if you need us again.' });

    // Never more than one, also not for a moment: everything else in the thread is what Bo said.
    const posted = await slack.accepted({ method: 'chat.postMessage', channel });
    expect(posted.map(({ text }) => text)).toEqual(['SB-1001 is open. We will be with you shortly.', 'Which payout?']);
    const edited = await slack.accepted({ method: 'chat.update', channel });
    expect(new Set(edited.map(({ ts }) => ts))).toEqual(new Set([first.ts]));
  });

  test("the desk's card changes in place as well", async () => {
    const card = await rootOf(scene, await scene.ticket(1));
    expect(card.shown).toContain('Closed');
    expect(card.shown).toContain('Bo');

    /** The one post of ours that opens a thread, as it reads now. */
    const now = async () => {
      await scene.settle();
      const [shown, ...more] = await scene.slack.posts({ channel: desk.id, threadTs: null });
      expect(shown).toMatchObject({ ts: card.ts });
      expect(more).toEqual([]);
      return shown!.shown;
    };

    await scene.changeTicket(1, { status: 'in_progress', priority: 'urgent', category: 'accounting' });
    await scene.changeTicket(1, { assignedTo: null });
    for (const words of ['In progress', 'Urgent', 'Accounting', 'Offered to Bo']) expect(await now()).toContain(words);

    await scene.setAvailable(bo, false);
    for (const words of ['Nobody yet', 'Place in the queue']) expect(await now()).toContain(words);
  });
});
