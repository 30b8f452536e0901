import { expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { cardOf, clickCard, offersOf, untilAsked } from '../support/scene/offers.ts';
import type { Agent } from '../support/scene/scene.ts';
import { anOffer, clickOn, deedsIn, lookAgain, tellStories } from '../support/scene/stories.ts';

const KEY = { kind: 'key', id: 'admin' };
const AWAY = { because: 'the agent is away' };

onEachDatabase((database) => {
  const story = tellStories(database);

  const offersFor = async (ticketId: number) =>
    (await offersOf(story.scene, ticketId)).offers.map(({ agentId, state }) => [agentId, state]);

  /** Ada has the ticket. */
  const anAccepted = async () => {
    const offer = await anOffer(story);
    await clickOn(story.scene, offer.card, offer.ada, 'Accept');
    await story.scene.settle();
    return { ...offer, ticket: await story.scene.ticket(offer.ticket.id) };
  };

  const leaveAndReturn = async (agent: Agent) => {
    await story.scene.setAvailable(agent, false);
    await story.scene.setAvailable(agent, true);
    await story.scene.settle();
  };

  test.each([
    ['goes away', (ada: Agent) => story.scene.setAvailable(ada, false)],
    ['is away for a moment', leaveAndReturn],
  ])('who %s in the middle of an offer is asked no more, and the next one is', async (_how, leave) => {
    const { ada, bo, ticket, card } = await anOffer(story);
    await leave(ada);
    await untilAsked(story.scene, ticket.id, bo);
    await story.scene.settle();

    expect(await offersFor(ticket.id)).toEqual([
      [ada.agentId, 'withdrawn'],
      [bo.agentId, 'offered'],
    ]);
    const { audit } = await story.scene.ticket(ticket.id);
    expect(audit.slice(ticket.audit.length)).toMatchObject([
      { action: 'withdrawn', actor: KEY, source: 'api', details: { agentId: ada.agentId, round: 1, ...AWAY } },
      { action: 'offered', actor: { kind: 'switchboard' }, details: { agentId: bo.agentId, round: 1 } },
    ]);
    const hers = await lookAgain(story.scene, card);
    expect(hers.shown).toContain('It was taken back.');
    expect(hers.buttons).toEqual(['Open thread']);
  });

  test.each([
    ['goes away', (ada: Agent) => story.scene.setAvailable(ada, false)],
    ['is away for a moment', leaveAndReturn],
  ])('who %s loses their open tickets to others, who are asked to take them', async (_how, leave) => {
    const { ada, bo, ticket, card } = await anAccepted();
    await leave(ada);
    await untilAsked(story.scene, ticket.id, bo);
    await story.scene.settle();

    const { assignedTo, audit } = await story.scene.ticket(ticket.id);
    expect(assignedTo).toBeNull();
    expect(audit.slice(ticket.audit.length)).toMatchObject([
      { action: 'changed', actor: KEY, details: { assignedTo: { from: ada.agentId, to: null }, ...AWAY } },
      { action: 'offered', details: { agentId: bo.agentId } },
    ]);
    const hers = await lookAgain(story.scene, card);
    expect(hers.shown).toContain('It was taken back.');
    expect(hers.buttons).toEqual(['Open thread']);

    await clickCard(story.scene, bo, ticket.id, 'Accept');
    await story.scene.untilTicket(ticket.id, 'to be his', (now) => now.assignedTo === bo.agentId);
  });

  test('who is alone is asked again when they return', async () => {
    const ada = await story.hire('Ada');
    const { ticket } = await story.ask('The terminal is broken');
    await leaveAndReturn(ada);
    expect(await offersFor(ticket.id)).toEqual([
      [ada.agentId, 'withdrawn'],
      [ada.agentId, 'offered'],
    ]);
    const card = await cardOf(story.scene, ada, ticket.id);
    await clickOn(story.scene, card, ada, 'Accept');
    await story.scene.untilTicket(ticket.id, 'to be hers', ({ assignedTo }) => assignedTo === ada.agentId);
  });

  test('what is assigned by hand goes to whoever it is given to, asked or not, there or not', async () => {
    const { ada, cy, ticket, card } = await anOffer(story);
    await story.scene.changeTicket(ticket.id, { assignedTo: cy.agentId });
    await story.scene.settle();

    const { assignedTo, status, audit } = await story.scene.ticket(ticket.id);
    expect([assignedTo, status]).toEqual([cy.agentId, 'in_progress']);
    expect(audit.slice(ticket.audit.length)).toMatchObject([
      { action: 'changed', actor: KEY, details: { assignedTo: { from: null, to: cy.agentId }, manual: true } },
    ]);
    expect(await offersOf(story.scene, ticket.id)).toMatchObject({
      offers: [
        { agentId: ada.agentId, state: 'withdrawn' },
        { agentId: cy.agentId, state: 'accepted', expiresAt: null },
      ],
      waiting: null,
    });
    expect((await lookAgain(story.scene, card)).buttons).toEqual(['Open thread']);
    expect((await cardOf(story.scene, cy, ticket.id)).buttons).toContain('Resolve');
  });

  test('what whoever is asked is given by hand, they have accepted, with the card that they have', async () => {
    const { ada, ticket, card } = await anOffer(story);
    await story.scene.changeTicket(ticket.id, { assignedTo: ada.agentId });
    await story.scene.settle();
    expect(await offersFor(ticket.id)).toEqual([[ada.agentId, 'accepted']]);
    expect((await cardOf(story.scene, ada, ticket.id)).ts).toBe(card.ts);
    expect((await lookAgain(story.scene, card)).shown).toContain('You have it.');
  });

  test('what is taken from an agent by hand is offered to others before them', async () => {
    const { ada, bo, ticket } = await anAccepted();
    await story.scene.changeTicket(ticket.id, { assignedTo: null });
    await untilAsked(story.scene, ticket.id, bo);
    await story.scene.settle();
    await clickCard(story.scene, bo, ticket.id, 'Pass');
    await untilAsked(story.scene, ticket.id, ada);
    const now = await story.scene.ticket(ticket.id);
    expect(deedsIn(now).slice(ticket.audit.length)).toEqual([
      ['changed', 'admin'],
      ['offered', 'switchboard'],
      ['passed', String(bo.agentId)],
      ['offered', 'switchboard'],
    ]);
    expect(now.audit[ticket.audit.length]).toMatchObject({ details: { manual: true } });
  });
});
