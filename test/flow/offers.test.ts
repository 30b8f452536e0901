import { expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { acceptOffer, clickCard, offersOf, untilAsked } from '../support/scene/offers.ts';
import { deedsIn, tellStories } from '../support/scene/stories.ts';

onEachDatabase((database) => {
  const story = tellStories(database);

  const states = async (ticketId: number) =>
    (await offersOf(story.scene, ticketId)).offers.map(({ agentId, state, round }) => [agentId, state, round]);

  const untilQueued = (ticketId: number) =>
    story.scene.slack.until(`ticket ${ticketId} to queue`, async () => {
      const { waiting } = await offersOf(story.scene, ticketId);
      return waiting?.queuedAt ? waiting : null;
    });

  /** What the desk was told of a ticket beside its card, in the channel for all to see. */
  const notesAbout = async (root: { readonly ts: string }) => {
    const inThread = await story.scene.slack.posts({ channel: story.desk.id, threadTs: root.ts });
    return inThread.filter(({ isBroadcast }) => isBroadcast);
  };

  test('an agent is asked, and has ten minutes; the ticket is theirs when they accept', async () => {
    const ada = await story.hire('Ada');
    const { ticket } = await story.ask('The payout is wrong');

    expect(ticket).toMatchObject({ assignedTo: null, status: 'new' });
    const { offers, waiting } = await offersOf(story.scene, ticket.id);
    expect(offers).toMatchObject([{ agentId: ada.agentId, state: 'offered', round: 1, settledAt: null }]);
    expect(Date.parse(offers[0]!.expiresAt!) - Date.parse(offers[0]!.offeredAt)).toBe(10 * 60 * 1000);
    expect(waiting).toMatchObject({ queuedAt: null });

    await clickCard(story.scene, ada, ticket.id, 'Accept');
    await story.scene.settle();

    const { assignedTo, status, audit } = await story.scene.ticket(ticket.id);
    expect([assignedTo, status]).toEqual([ada.agentId, 'in_progress']);
    expect(await offersOf(story.scene, ticket.id)).toMatchObject({ offers: [{ state: 'accepted' }], waiting: null });

    const [offered, accepted] = audit.slice(-2);
    expect(offered).toMatchObject({
      action: 'offered',
      actor: { kind: 'switchboard' },
      details: {
        agentId: ada.agentId,
        round: 1,
        weights: { specialty: 50, openTicket: 5, pressing: 3 },
        scores: [{ agentId: ada.agentId, specialty: 0, workload: 0, pressing: 0, total: 0, hindrance: null }],
      },
    });
    expect(accepted).toMatchObject({
      action: 'changed',
      actor: { kind: 'agent', id: String(ada.agentId) },
      source: 'slack',
      details: {
        assignedTo: { from: null, to: ada.agentId },
        status: { from: 'new', to: 'in_progress' },
        offerId: offers[0]!.id,
      },
    });
    expect(accepted!.details).not.toHaveProperty('manual');
  });

  test('who passes makes way for the next; after all have, the ticket queues and the desk is told once', async () => {
    const agents = [await story.hire('Ada'), await story.hire('Bo'), await story.hire('Cy')];
    const queue = { order: 'urgent-first', newRoundAfterSeconds: null };
    await story.setRules({ queue });
    const { ticket, root } = await story.ask('The terminal is broken');
    for (const agent of agents) {
      await untilAsked(story.scene, ticket.id, agent);
      await clickCard(story.scene, agent, ticket.id, 'Pass');
    }
    expect(await untilQueued(ticket.id)).toMatchObject({ round: 1, place: 1 });
    await story.scene.settle();

    expect(await states(ticket.id)).toEqual(agents.map(({ agentId }) => [agentId, 'passed', 1]));
    const passes = agents.flatMap(({ agentId }) => [
      ['offered', 'switchboard'],
      ['passed', String(agentId)],
    ]);
    // Another look for an agent finds nobody either, and is not worth a word.
    await story.setRules({ queue, capacity: 5 });
    await story.scene.settle();
    const now = await story.scene.ticket(ticket.id);
    expect(deedsIn(now).slice(2)).toEqual([...passes, ['queued', 'switchboard']]);
    expect(now).toMatchObject({ status: 'new', assignedTo: null });
    const [note, ...more] = await notesAbout(root);
    expect(more).toEqual([]);
    expect(note!.shown).toContain(
      `${ticket.ticketNumber} from Acme waits for an agent. Ada, Bo, and Cy did not take it.`,
    );
    expect(note!.buttons).toEqual(['Assign to me']);
  });

  test('no answer in time is a no; another round asks everybody once more and tells the desk nothing new', async () => {
    const [ada, bo] = [await story.hire('Ada'), await story.hire('Bo')];
    const queue = { order: 'urgent-first', newRoundAfterSeconds: 1 };
    await story.setRules({ offerTimeoutSeconds: 1, queue });
    const { ticket, root } = await story.ask('The shop is offline');
    const inRound = (round: number) => [ada, bo].map(({ agentId }) => [agentId, 'expired', round]);
    await story.scene.slack.until('two rounds', async () => {
      expect((await states(ticket.id)).slice(0, 4)).toEqual([...inRound(1), ...inRound(2)]);
      return true;
    });
    expect(await notesAbout(root)).toHaveLength(1);

    await story.setRules({ queue });
    await story.scene.slack.until('an offer that can wait', async () => {
      const { state, expiresAt } = (await offersOf(story.scene, ticket.id)).offers.at(-1)!;
      return state === 'offered' && Date.parse(expiresAt!) - Date.now() > 60_000;
    });
    await story.scene.settle();
    const taken = await acceptOffer(story.scene, ticket.id, [ada, bo]);
    await story.scene.settle();

    const { offers } = await offersOf(story.scene, ticket.id);
    for (const { offeredAt, settledAt } of offers.slice(0, -1)) {
      expect(Date.parse(settledAt!) - Date.parse(offeredAt)).toBeGreaterThanOrEqual(1_000);
    }
    const { audit } = await story.scene.ticket(ticket.id);
    expect(audit.find(({ action }) => action === 'expired')).toMatchObject({
      actor: { kind: 'switchboard' },
      details: { agentId: ada.agentId, round: 1 },
    });
    const [note, ...more] = await notesAbout(root);
    expect(more).toEqual([]);
    expect(note).toMatchObject({ buttons: [] });
    expect(note!.shown).toContain(`waited for an agent and went to ${taken.displayName}.`);
  });

  test('what was answered in time does not expire', async () => {
    await story.setRules({ offerTimeoutSeconds: 5 });
    const ada = await story.hire('Ada');
    const { ticket } = await story.ask('The shop is offline');
    await clickCard(story.scene, ada, ticket.id, 'Accept');
    const { offers } = await offersOf(story.scene, ticket.id);
    const isOver = async () => {
      const { body } = await story.scene.api<{ jobs: { lane: string }[] }>('GET', '/jobs?state=done&limit=10');
      return body.jobs.some(({ lane }) => lane === `expire-offer:${offers[0]!.id}`);
    };
    await story.scene.slack.until('the time to be over', isOver);
    expect(await states(ticket.id)).toEqual([[ada.agentId, 'accepted', 1]]);
    const now = await story.scene.ticket(ticket.id);
    expect(now).toMatchObject({ assignedTo: ada.agentId, status: 'in_progress' });
    expect(deedsIn(now).slice(ticket.audit.length)).toEqual([['changed', String(ada.agentId)]]);
  });

  test.each([
    [0, 'must be at least 1'],
    [86_401, 'must be at most 86400'],
    [0.5, 'must be a whole number'],
    ['soon', 'must be a number'],
    [null, 'must be a number'],
  ])('a time to answer of %p is refused and changes nothing', async (offerTimeoutSeconds, fault) => {
    const { body: before } = await story.scene.api<{ rules: object }>('GET', '/assignment-rules');
    const wrong = { ...before.rules, offerTimeoutSeconds };
    const message = `offerTimeoutSeconds ${fault}.`;
    expect(await story.scene.api('PUT', '/assignment-rules', wrong)).toEqual({
      status: 400,
      body: { success: false, code: 'invalid', message, fields: { offerTimeoutSeconds: message } },
    });
    expect((await story.scene.api('GET', '/assignment-rules')).body).toEqual(before);
  });

  test('who has no chat account accepts by being chosen', async () => {
    const eve = { name: 'Eve', email: 'eve@example.com' };
    const { body } = await story.scene.api<{ agent: { id: number } }>('POST', '/support-agents', eve);
    const { ticket } = await story.ask('The card reader is gone');

    expect(ticket).toMatchObject({ assignedTo: body.agent.id, status: 'in_progress' });
    expect(await states(ticket.id)).toEqual([[body.agent.id, 'accepted', 1]]);
    expect(ticket.audit.at(-1)).toMatchObject({
      action: 'changed',
      actor: { kind: 'switchboard' },
      details: { assignedTo: { from: null, to: body.agent.id }, scores: [{ agentId: body.agent.id, total: 0 }] },
    });
  });
});
