import { expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import type { Asked } from '../support/scene/ask.ts';
import { cardOf, clickCard, offersOf, untilAsked } from '../support/scene/offers.ts';
import type { ApiTicket } from '../support/scene/scene.ts';
import { anOffer, clickOn, deskCardOf, fieldOf, lookAgain, tellStories, untilTold } from '../support/scene/stories.ts';
import { waitFor } from '../support/wait-for.ts';

const THEIRS = ['Resolve', 'Open thread', 'Hand over to …'];

onEachDatabase((database) => {
  const story = tellStories(database);

  const stateAtDesk = async (ticket: ApiTicket) => {
    const card = await deskCardOf(story.scene, ticket);
    const [assigned, status, place] = ['Assigned', 'Status', 'Place in the queue'].map((label) => fieldOf(card, label));
    return { assigned, status, place, buttons: card.buttons };
  };

  const OPEN = ['Assign to me', 'Resolve'];

  test('the card at the desk shows whom a ticket is offered to, who has it, and whether it is over', async () => {
    const { ada, bo, ticket } = await anOffer(story);
    const isNew = { status: 'New', place: undefined, buttons: OPEN };
    expect(await stateAtDesk(ticket)).toEqual({ ...isNew, assigned: 'Offered to Ada' });
    await clickCard(story.scene, ada, ticket.id, 'Pass');
    await untilAsked(story.scene, ticket.id, bo);
    expect(await stateAtDesk(ticket)).toEqual({ ...isNew, assigned: 'Offered to Bo' });
    await clickCard(story.scene, bo, ticket.id, 'Accept');
    const isBos = { assigned: 'Bo', place: undefined };
    expect(await stateAtDesk(ticket)).toEqual({ ...isBos, status: 'In progress', buttons: OPEN });
    await story.scene.settle();
    await clickCard(story.scene, bo, ticket.id, 'Resolve');
    expect(await stateAtDesk(ticket)).toEqual({ ...isBos, status: 'Resolved', buttons: ['Reopen'] });
  });

  test('it shows since when the merchant waits', async () => {
    const { ada, ticket, root, said } = await anOffer(story);
    const askedAt = Math.floor(Number(said.ts));
    expect(fieldOf(await deskCardOf(story.scene, ticket), 'Waiting since')).toContain(`<!date^${askedAt}^`);
    await story.scene.slack.say({ channel: root.channel, user: ada.id, threadTs: root.ts, text: 'It is on its way' });
    expect(fieldOf(await deskCardOf(story.scene, ticket), 'Waiting since')).toBe('Not waiting');
  });

  test('it shows the place in the queue, which moves up', async () => {
    const first = await story.ask('The payout is wrong');
    const second = await story.ask('The terminal is broken');
    const untilAt = (place: string, { ticket }: Asked) => {
      const waits = { assigned: 'Nobody yet', status: 'New', buttons: OPEN, place };
      return waitFor(async () => {
        expect(await stateAtDesk(ticket)).toEqual(waits);
        return true;
      });
    };
    await untilAt('1', first);
    await untilAt('2', second);
    await story.scene.changeTicket(first.ticket.id, { status: 'closed' });
    await untilAt('1', second);
  });

  test('Assign to me takes a ticket from whoever is asked', async () => {
    const { ada, bo, ticket, root, card } = await anOffer(story);
    await clickOn(story.scene, root, bo, 'Assign to me');
    await story.scene.slack.until('the card to name him', async () => {
      return fieldOf(await lookAgain(story.scene, root), 'Assigned') === 'Bo';
    });
    await story.scene.settle();

    const { assignedTo, audit } = await story.scene.ticket(ticket.id);
    expect(assignedTo).toBe(bo.agentId);
    expect(audit.slice(ticket.audit.length)).toMatchObject([
      { actor: { kind: 'agent', id: String(bo.agentId) }, source: 'slack', details: { manual: true } },
    ]);
    expect((await offersOf(story.scene, ticket.id)).offers).toMatchObject([
      { agentId: ada.agentId, state: 'withdrawn' },
      { agentId: bo.agentId, state: 'accepted' },
    ]);
    expect((await lookAgain(story.scene, card)).buttons).toEqual(['Open thread']);
    expect((await cardOf(story.scene, bo, ticket.id)).buttons).toEqual(THEIRS);
  });

  test('Assign to me by whoever is asked is their yes', async () => {
    const { ada, ticket, root, card } = await anOffer(story);
    await clickOn(story.scene, root, ada, 'Assign to me');
    await story.scene.settle();
    expect(await offersOf(story.scene, ticket.id)).toMatchObject({ offers: [{ state: 'accepted' }], waiting: null });
    expect((await lookAgain(story.scene, card)).buttons).toEqual(THEIRS);
    expect((await cardOf(story.scene, ada, ticket.id)).ts).toBe(card.ts);
  });

  test('Assign to me takes a ticket from another agent, whose card then has no buttons', async () => {
    const { ada, bo, ticket, root, card } = await anOffer(story);
    await clickOn(story.scene, card, ada, 'Accept');
    await clickOn(story.scene, await deskCardOf(story.scene, ticket), bo, 'Assign to me');
    await story.scene.settle();
    const { assignedTo, audit } = await story.scene.ticket(ticket.id);
    expect(assignedTo).toBe(bo.agentId);
    expect(audit.at(-1)).toMatchObject({
      actor: { id: String(bo.agentId) },
      details: { assignedTo: { from: ada.agentId, to: bo.agentId }, manual: true },
    });
    const hers = await lookAgain(story.scene, card);
    expect(hers.shown).toContain('It went to Bo.');
    expect(hers.buttons).toEqual(['Open thread']);
    expect(fieldOf(await lookAgain(story.scene, root), 'Assigned')).toBe('Bo');
  });

  test('Resolve gives what nobody has to whoever resolves it, and leaves what somebody has theirs', async () => {
    const { ada, bo, ticket, root, card } = await anOffer(story);
    await clickOn(story.scene, root, bo, 'Resolve');
    await story.scene.settle();
    expect(await story.scene.ticket(ticket.id)).toMatchObject({ assignedTo: bo.agentId, status: 'resolved' });
    expect((await lookAgain(story.scene, card)).shown).toContain('It was resolved.');

    const hers = await story.ask('The terminal is broken');
    await story.scene.changeTicket(hers.ticket.id, { assignedTo: ada.agentId });
    await clickOn(story.scene, await deskCardOf(story.scene, hers.ticket), bo, 'Resolve');
    await story.scene.settle();
    expect(await story.scene.ticket(hers.ticket.id)).toMatchObject({ assignedTo: ada.agentId, status: 'resolved' });
    expect((await cardOf(story.scene, ada, hers.ticket.id)).buttons).toEqual(['Open thread']);
  });

  test('Reopen gives a ticket back to its agent; one who has gone makes way for others', async () => {
    const { ada, bo, ticket, card } = await anOffer(story);
    await clickOn(story.scene, card, ada, 'Resolve');
    await clickOn(story.scene, await deskCardOf(story.scene, ticket), bo, 'Reopen');
    expect(await stateAtDesk(ticket)).toMatchObject({ assigned: 'Ada', status: 'In progress', buttons: OPEN });
    expect((await lookAgain(story.scene, card)).buttons).toEqual(THEIRS);

    await clickOn(story.scene, await lookAgain(story.scene, card), ada, 'Resolve');
    await story.scene.setAvailable(ada, false);
    await clickOn(story.scene, await deskCardOf(story.scene, ticket), bo, 'Reopen');
    await untilAsked(story.scene, ticket.id, bo);
    expect(await stateAtDesk(ticket)).toMatchObject({ assigned: 'Offered to Bo', status: 'In progress' });
    expect((await lookAgain(story.scene, card)).buttons).toEqual(['Open thread']);
  });

  test('Reopen gives a card to an agent who has had none', async () => {
    const { bo, ticket, root } = await anOffer(story);
    await clickOn(story.scene, root, bo, 'Resolve');
    await clickOn(story.scene, await deskCardOf(story.scene, ticket), bo, 'Reopen');
    expect(await stateAtDesk(ticket)).toMatchObject({ assigned: 'Bo', status: 'In progress' });
    const card = await cardOf(story.scene, bo, ticket.id);
    expect(card.shown).toContain('You have it.');
    expect(card.buttons).toEqual(THEIRS);
  });

  test.each(['Assign to me', 'Resolve', 'Reopen'])('%s does nothing for somebody who is no agent', async (label) => {
    const { ticket } = await anOffer(story);
    if (label === 'Reopen') await story.scene.changeTicket(ticket.id, { status: 'resolved' });
    const root = await deskCardOf(story.scene, ticket);
    const before = await story.scene.ticket(ticket.id);
    const dee = await story.scene.slack.addUser({ name: 'Dee from Sales' });

    const [click] = await clickOn(story.scene, root, dee, label);
    expect(click).toMatchObject({ status: 200, body: '' });
    expect(await untilTold(story.scene, dee)).toEqual([
      'Only agents can do this, so nothing was changed. Ask an admin to add you as an agent.',
    ]);
    await story.scene.settle();
    expect(await story.scene.ticket(ticket.id)).toEqual(before);
    expect((await lookAgain(story.scene, root)).shown).toBe(root.shown);
  });
});
