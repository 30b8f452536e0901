import { expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { cardOf, offersOf, untilAsked } from '../support/scene/offers.ts';
import { anOffer, clickOn, lookAgain, tellStories, toldTo, untilTold, type AnOffer } from '../support/scene/stories.ts';
import { options } from '../support/slack-stand-in/block-elements.ts';

const OFFERED = ['Accept', 'Pass', 'Resolve', 'Open thread', 'Hand over to …'];
const THEIRS = ['Resolve', 'Open thread', 'Hand over to …'];
const OVER = ['Open thread'];

onEachDatabase((database) => {
  const story = tellStories(database);

  const click = ({ card, ada }: AnOffer, label: string, choice?: { readonly agentId: number }) =>
    clickOn(story.scene, card, ada, label, choice && { choice: String(choice.agentId) });

  const accept = async (offer: AnOffer) => {
    await click(offer, 'Accept');
    await story.scene.settle();
  };

  const give = (ticketId: number, assignedTo: number | null) => story.scene.changeTicket(ticketId, { assignedTo });
  const resolve = (ticketId: number) => story.scene.changeTicket(ticketId, { status: 'resolved' });

  test('a card that asks has all that one can do, says until when, and leads to the thread', async () => {
    const { card, ticket, root } = await anOffer(story);
    expect(card.buttons).toEqual(OFFERED);
    const [title, ...lines] = card.shown.split('\n');
    expect(title).toBe('Acme needs you: The payout is wrong');
    expect(lines).toContain('*Please answer by*');
    expect(lines).toContain(`${ticket.ticketNumber} · From Una · Other · Normal priority`);
    expect(options(card, 'Hand over to …')).toEqual(expect.arrayContaining(['Bo', 'Cy']));
    expect(JSON.stringify(card.blocks)).toContain(`archives/${story.desk.id}/p${root.ts.replace('.', '')}`);
  });

  test('an edited question is read on every card, of those who passed, too; a deleted one on none', async () => {
    const { slack } = story.scene;
    const offer = await anOffer(story);
    await click(offer, 'Pass');
    await untilAsked(story.scene, offer.ticket.id, offer.bo);
    const cards = [offer.card, await cardOf(story.scene, offer.bo, offer.ticket.id)];
    const { channel, ts } = offer.said;
    await slack.edit({ channel, ts, text: 'The payout is late\nIt is a secret' });
    await story.scene.settle();
    for (const card of cards) {
      const { shown } = await lookAgain(story.scene, card);
      expect(shown).toContain('Acme');
      expect(shown).toContain('The payout is late');
      expect(shown).not.toContain('The payout is wrong');
    }
    await slack.remove({ channel, ts });
    await story.scene.settle();
    for (const card of cards) expect((await lookAgain(story.scene, card)).shown).not.toContain('secret');
  });

  test.each<[string, (offer: AnOffer) => Promise<unknown>, string, readonly string[]]>([
    ['accepted', (offer) => click(offer, 'Accept'), 'You have it.', THEIRS],
    ['passed', (offer) => click(offer, 'Pass'), 'You passed.', OVER],
    ['resolved', (offer) => click(offer, 'Resolve'), 'It was resolved.', OVER],
    ['handed over', (offer) => click(offer, 'Hand over to …', offer.bo), 'It went to Bo.', OVER],
    ['given to another', ({ ticket, bo }) => give(ticket.id, bo.agentId), 'It went to Bo.', OVER],
    ['taken back for absence', ({ ada }) => story.scene.setAvailable(ada, false), 'It was taken back.', OVER],
    ['over', ({ ticket }) => resolve(ticket.id), 'It was resolved.', OVER],
  ])('a card whose offer is %s says so and has no dead button', async (_how, happen, words, buttons) => {
    const offer = await anOffer(story);
    await happen(offer);
    await story.scene.settle();
    const card = await lookAgain(story.scene, offer.card);
    expect(card.buttons).toEqual(buttons);
    expect(card.shown).toContain(words);
    expect(card.shown).not.toContain('Please answer by');
    // The words above it stay: what it was about.
    expect(card.shown).toContain('The payout is wrong');
  });

  test('a card whose time is over says so', async () => {
    await story.setRules({ offerTimeoutSeconds: 1 });
    const ada = await story.hire('Ada');
    const { ticket } = await story.ask('The payout is wrong');
    const card = await cardOf(story.scene, ada, ticket.id);
    await story.scene.slack.until('the time to be over', async () => {
      const now = await lookAgain(story.scene, card);
      expect(now.buttons).toEqual(OVER);
      expect(now.shown).toContain('The time to answer is over.');
      return true;
    });
  });

  test.each<[string, (offer: AnOffer) => Promise<unknown>, string]>([
    ['resolved', (offer) => click(offer, 'Resolve'), 'It was resolved.'],
    ['handed over', (offer) => click(offer, 'Hand over to …', offer.bo), 'It went to Bo.'],
    ['given to another', ({ ticket, bo }) => give(ticket.id, bo.agentId), 'It went to Bo.'],
    ['taken away', ({ ticket }) => give(ticket.id, null), 'It was taken back.'],
  ])('a card whose ticket was accepted and is then %s says so', async (_how, happen, words) => {
    const offer = await anOffer(story);
    await accept(offer);
    await happen(offer);
    await story.scene.settle();
    const card = await lookAgain(story.scene, offer.card);
    expect(card.shown).toContain(words);
    expect(card.buttons).toEqual(OVER);
  });

  test.each<[string, (offer: AnOffer) => Promise<unknown>]>([
    ['was taken back', ({ ticket, bo }) => give(ticket.id, bo.agentId)],
    ['was handed over', (offer) => click(offer, 'Hand over to …', offer.bo)],
  ])('a card whose ticket %s says nothing that is not true any more', async (_how, happen) => {
    const offer = await anOffer(story);
    await happen(offer);
    await story.scene.settle();
    await give(offer.ticket.id, offer.cy.agentId);
    await story.scene.settle();
    expect((await lookAgain(story.scene, offer.card)).shown).toContain('It went to Bo.');
    await resolve(offer.ticket.id);
    await story.scene.settle();
    expect((await lookAgain(story.scene, offer.card)).shown).toContain('It went to Bo.');
  });

  test('Resolve on a card that asks gives the ticket to whoever resolves it', async () => {
    const offer = await anOffer(story);
    const { ada, ticket, said } = offer;
    await click(offer, 'Resolve');
    await story.scene.settle();

    const { assignedTo, status, audit } = await story.scene.ticket(ticket.id);
    expect([assignedTo, status]).toEqual([ada.agentId, 'resolved']);
    expect(audit.slice(ticket.audit.length)).toMatchObject([
      { actor: { id: String(ada.agentId) }, details: { assignedTo: { from: null, to: ada.agentId }, manual: true } },
      { actor: { id: String(ada.agentId) }, details: { status: { from: 'in_progress', to: 'resolved' } } },
    ]);
    expect(await offersOf(story.scene, ticket.id)).toMatchObject({ offers: [{ state: 'accepted' }], waiting: null });
    const [line] = await story.scene.slack.posts({ channel: story.acme.channel.id, threadTs: said.ts });
    expect(line!.shown).toContain('is resolved. Reply here to reopen it.');
  });

  test('a card comes to life again when the ticket is reopened', async () => {
    const offer = await anOffer(story);
    await click(offer, 'Resolve');
    await story.scene.settle();
    const { channel, ts } = offer.said;
    const una = offer.ticket.messages[0]!.authorId!;
    await story.scene.slack.say({ channel, threadTs: ts, user: una, text: 'It is wrong again' });
    await story.scene.settle();
    const card = await lookAgain(story.scene, offer.card);
    expect(card.buttons).toEqual(THEIRS);
    expect(card.shown).toContain('You have it.');
  });

  test.each<[string, (offer: AnOffer) => Promise<unknown>]>([
    ['asks', () => Promise.resolve()],
    ['is about a ticket of theirs', accept],
  ])('an agent hands a ticket over from a card that %s', async (_what, before) => {
    const offer = await anOffer(story);
    const { ada, bo, ticket } = offer;
    await before(offer);
    const { assignedTo: from, audit: earlier } = await story.scene.ticket(ticket.id);

    await click(offer, 'Hand over to …', bo);
    await story.scene.settle();
    const { assignedTo, audit } = await story.scene.ticket(ticket.id);
    expect(assignedTo).toBe(bo.agentId);
    expect(audit.slice(earlier.length)).toMatchObject([
      {
        actor: { kind: 'agent', id: String(ada.agentId) },
        details: { assignedTo: { from, to: bo.agentId }, manual: true },
      },
    ]);
    expect(await offersOf(story.scene, ticket.id)).toMatchObject({
      offers: [
        { agentId: ada.agentId, state: from === null ? 'withdrawn' : 'accepted' },
        { agentId: bo.agentId, state: 'accepted' },
      ],
      waiting: null,
    });
    expect(await toldTo(story.scene, ada)).toEqual([]);
    const his = await cardOf(story.scene, bo, ticket.id);
    expect(his.buttons).toEqual(THEIRS);
    expect(his.shown).toContain('You have it.');
  });

  test('somebody who is away can be given a ticket, and whoever gives it is told', async () => {
    const offer = await anOffer(story);
    await click(offer, 'Hand over to …', offer.cy);
    expect(await untilTold(story.scene, offer.ada)).toEqual(['Cy has it now, but is away at the moment.']);
    expect(await story.scene.ticket(offer.ticket.id)).toMatchObject({ assignedTo: offer.cy.agentId });
    await story.scene.settle();
    expect((await lookAgain(story.scene, offer.card)).buttons).toEqual(OVER);
  });
});
