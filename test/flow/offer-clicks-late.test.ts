import { expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { viewDatabase } from '../support/scene/database-view.ts';
import { askedFor, cardOf, clickCard, offersOf, untilAsked } from '../support/scene/offers.ts';
import { anOffer, clickOld, clickOn, lookAgain, tellStories, toldTo, untilTold } from '../support/scene/stories.ts';

onEachDatabase((database) => {
  const story = tellStories(database);

  test('a late Accept says who is asked now, then who has the ticket, and takes it from neither', async () => {
    const { ada, bo, ticket, card } = await anOffer(story);
    await clickOn(story.scene, card, ada, 'Pass');
    await untilAsked(story.scene, ticket.id, bo);

    await clickOld(story.scene, card, ada, 'Accept');
    expect(await untilTold(story.scene, ada)).toEqual([`Too late: ${ticket.ticketNumber} is being offered to Bo now.`]);
    expect(await askedFor(story.scene, ticket.id)).toBe(bo.agentId);

    await story.scene.settle();
    await clickCard(story.scene, bo, ticket.id, 'Accept');
    const before = await story.scene.ticket(ticket.id);
    await clickOld(story.scene, card, ada, 'Accept');
    await story.scene.slack.until('her to be told again', async () => {
      expect((await toldTo(story.scene, ada)).slice(1)).toEqual([`Too late: Bo has ${ticket.ticketNumber} now.`]);
      return true;
    });
    await story.scene.settle();
    expect(await story.scene.ticket(ticket.id)).toMatchObject({ assignedTo: bo.agentId, audit: before.audit });
    expect((await lookAgain(story.scene, card)).buttons).toEqual(['Open thread']);
  });

  test.each(['Accept', 'Pass', 'Resolve', 'Hand over to …'])(
    'a late %s on an offer that was taken back says so',
    async (label) => {
      const { ada, bo, cy, ticket, card } = await anOffer(story);
      await story.scene.changeTicket(ticket.id, { assignedTo: bo.agentId });
      const before = await story.scene.ticket(ticket.id);

      const choice = label.startsWith('Hand over') ? { choice: String(cy.agentId) } : {};
      await clickOld(story.scene, card, ada, label, choice);
      expect(await untilTold(story.scene, ada)).toEqual([`Too late: Bo has ${ticket.ticketNumber} now.`]);
      await story.scene.settle();
      expect(await story.scene.ticket(ticket.id)).toEqual(before);
      expect((await lookAgain(story.scene, card)).shown).toContain('It went to Bo.');
    },
  );

  test('a late Accept on what is over says so', async () => {
    const { ada, ticket, card } = await anOffer(story);
    await story.scene.changeTicket(ticket.id, { status: 'resolved' });
    await clickOld(story.scene, card, ada, 'Accept');
    expect(await untilTold(story.scene, ada)).toEqual([`Too late: ${ticket.ticketNumber} is resolved.`]);
    expect(await story.scene.ticket(ticket.id)).toMatchObject({ assignedTo: null, status: 'resolved' });
  });

  test('so does a late Assign to me', async () => {
    const { bo, ticket, root } = await anOffer(story);
    await story.scene.changeTicket(ticket.id, { status: 'resolved' });
    await clickOld(story.scene, root, bo, 'Assign to me');
    expect(await untilTold(story.scene, bo)).toEqual([`Too late: ${ticket.ticketNumber} is resolved.`]);
    expect(await story.scene.ticket(ticket.id)).toMatchObject({ assignedTo: null, status: 'resolved' });
  });

  test('whoever comes back to an offer that nobody took may still have the ticket', async () => {
    const { ada, bo, ticket, card } = await anOffer(story);
    await clickOn(story.scene, card, ada, 'Pass');
    await untilAsked(story.scene, ticket.id, bo);
    await story.scene.settle();
    await clickCard(story.scene, bo, ticket.id, 'Pass');
    await story.scene.settle();
    expect((await offersOf(story.scene, ticket.id)).waiting).toMatchObject({ place: 1 });

    await story.scene.slack.fault({ action: 'server-error', method: 'response_url', times: 'always' });
    await clickOld(story.scene, card, ada, 'Accept');
    await story.scene.settle();
    expect(await story.scene.ticket(ticket.id)).toMatchObject({ assignedTo: ada.agentId });
    expect(await toldTo(story.scene, ada)).toEqual([]);
    const hers = await cardOf(story.scene, ada, ticket.id);
    expect(hers.shown).toContain('You have it.');
    expect(hers.buttons).toContain('Resolve');
    // The card that was clicked follows as well, though nothing could be shown at once.
    expect((await lookAgain(story.scene, card)).shown).toContain('You passed. You have it all the same.');
  });

  test.each([
    ['accept', 'This offer was not made to you, so nothing was changed.'],
    ['pass', 'This offer was not made to you, so nothing was changed.'],
    ['frame', 'This button belongs to another version of Switchboard, so nothing was changed.'],
  ])('nobody else answers an offer: a made-up %s changes nothing', async (action, told) => {
    const { ada, bo, ticket, card } = await anOffer(story);
    const before = await story.scene.ticket(ticket.id);
    const [{ id: offerId } = { id: 0 }] = (await offersOf(story.scene, ticket.id)).offers;
    const [click] = await clickOn(story.scene, card, ada, 'Open thread');
    const madeUp = JSON.parse(click!.payload, (key, value: unknown) =>
      key === 'action_id' ? `${action}:${offerId}` : value === ada.id ? bo.id : value,
    ) as unknown;

    await story.scene.slack.reclick({ ...click!, payload: JSON.stringify(madeUp) });
    expect(await untilTold(story.scene, ada)).toEqual([told]);
    await story.scene.settle();
    expect(await story.scene.ticket(ticket.id)).toEqual(before);
    expect(await askedFor(story.scene, ticket.id)).toBe(ada.agentId);
  });

  test('when nothing can be shown at once, the edit that follows shows it', async () => {
    const { ada, ticket, card } = await anOffer(story);
    const { slack } = story.scene;
    const broken = await slack.fault({ action: 'server-error', method: 'response_url', times: 'always' });
    const [click] = await clickOn(story.scene, card, ada, 'Accept');
    expect(click).toMatchObject({ status: 200, body: '' });
    await broken.hit();
    await story.scene.settle();

    expect(await story.scene.ticket(ticket.id)).toMatchObject({ assignedTo: ada.agentId });
    const now = await lookAgain(story.scene, card);
    expect(now.shown).toContain('You have it.');
    expect(now.buttons).toEqual(['Resolve', 'Open thread', 'Hand over to …']);
    expect(await slack.accepted({ method: 'response_url', channel: card.channel })).toEqual([]);
  });

  test('while the database takes nothing a click is answered with a request to try again, which then works', async () => {
    const { ada, ticket, card } = await anOffer(story);
    const view = await viewDatabase(story.scene.databaseUrl);
    const release = await view.holdEvents();
    const [click] = await clickOn(story.scene, card, ada, 'Accept');
    expect(click).toMatchObject({ status: 200, body: '' });
    expect(click!.answeredAt - click!.sentAt).toBeLessThan(3_000);
    expect(await untilTold(story.scene, ada)).toEqual([
      'Switchboard could not do this just now. Nothing was lost: please try again.',
    ]);
    expect((await lookAgain(story.scene, card)).buttons).toContain('Accept');
    await release();
    await view.close();

    await clickOld(story.scene, card, ada, 'Accept');
    await story.scene.settle();
    const { assignedTo, audit } = await story.scene.ticket(ticket.id);
    expect(assignedTo).toBe(ada.agentId);
    expect(audit.slice(ticket.audit.length)).toHaveLength(1);
    expect((await lookAgain(story.scene, card)).buttons).toEqual(['Resolve', 'Open thread', 'Hand over to …']);
  });
});
