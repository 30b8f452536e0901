import { expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { askedFor, cardOf, offersOf } from '../support/scene/offers.ts';
import type { ApiTicket } from '../support/scene/scene.ts';
import { anOffer, lookAgain, tellStories } from '../support/scene/stories.ts';
import type { User } from '../support/slack-stand-in/world-types.ts';

onEachDatabase((database) => {
  const story = tellStories(database);

  const say = async ({ id: user }: User, text: string, thread: { readonly channel: string; readonly ts: string }) => {
    await story.scene.slack.say({ channel: thread.channel, user, text, threadTs: thread.ts });
    await story.scene.settle();
  };

  const stateOf = async ({ id }: ApiTicket) => {
    const { assignedTo, status } = await story.scene.ticket(id);
    const { offers, waiting } = await offersOf(story.scene, id);
    return {
      assignedTo,
      status,
      offers: offers.map(({ agentId, state }) => [agentId, state]),
      isSought: waiting !== null,
    };
  };

  const atMerchants = (text: string) => story.scene.slack.posts({ channel: story.acme.channel.id, containing: text });

  test('whoever was asked accepts by replying in the thread', async () => {
    const { ada, ticket, root, card } = await anOffer(story);
    await say(ada, 'Which payout?', root);

    expect(await stateOf(ticket)).toEqual({
      assignedTo: ada.agentId,
      status: 'pending_merchant',
      offers: [[ada.agentId, 'accepted']],
      isSought: false,
    });
    expect(await atMerchants('Which payout?')).toHaveLength(1);
    const now = await lookAgain(story.scene, card);
    expect(now.shown).toContain('You have it.');
    expect(now.buttons).toEqual(['Resolve', 'Open thread', 'Hand over to …']);
    const { audit } = await story.scene.ticket(ticket.id);
    expect(audit.find(({ details }) => details['assignedTo'])).toMatchObject({
      actor: { kind: 'agent', id: String(ada.agentId) },
      details: { assignedTo: { from: null, to: ada.agentId }, because: 'replied in the thread' },
    });
  });

  test('so they do by a note that stays at the desk', async () => {
    const { ada, ticket, root } = await anOffer(story);
    await say(ada, '// I am looking at the ledger', root);
    expect(await stateOf(ticket)).toMatchObject({
      assignedTo: ada.agentId,
      status: 'in_progress',
      offers: [[ada.agentId, 'accepted']],
    });
    expect(await atMerchants('ledger')).toEqual([]);
  });

  test("so they do by a reply in the merchant's thread", async () => {
    const { ada, ticket, said } = await anOffer(story);
    await say(ada, 'Which payout was it?', said);
    expect(await stateOf(ticket)).toMatchObject({ assignedTo: ada.agentId, offers: [[ada.agentId, 'accepted']] });
  });

  test('a note by another agent takes nothing from whoever is asked', async () => {
    const { ada, bo, ticket, root, card } = await anOffer(story);
    await say(bo, '// They had the same in May', root);
    expect(await stateOf(ticket)).toMatchObject({
      assignedTo: null,
      status: 'new',
      offers: [[ada.agentId, 'offered']],
    });
    expect((await lookAgain(story.scene, card)).buttons).toContain('Accept');
  });

  test("another agent's answer to the merchant takes the ticket, and the offer is taken back", async () => {
    const { ada, bo, ticket, root, card } = await anOffer(story);
    await say(bo, 'It is on its way', root);

    expect(await stateOf(ticket)).toEqual({
      assignedTo: bo.agentId,
      status: 'pending_merchant',
      offers: [
        [ada.agentId, 'withdrawn'],
        [bo.agentId, 'accepted'],
      ],
      isSought: false,
    });
    const hers = await lookAgain(story.scene, card);
    expect(hers.shown).toContain('It went to Bo.');
    expect(hers.buttons).toEqual(['Open thread']);
    expect((await cardOf(story.scene, bo, ticket.id)).shown).toContain('You have it.');
  });

  test('a colleague who is no agent, and the merchant, take nothing by what they say', async () => {
    const { ada, ticket, root, said } = await anOffer(story);
    await say(await story.scene.slack.addUser({ name: 'Dee from Sales' }), 'I know them well', root);
    await say(await story.scene.slack.addUser({ name: 'Uli' }), 'We wait', said);
    expect(await stateOf(ticket)).toMatchObject({ assignedTo: null, offers: [[ada.agentId, 'offered']] });
    expect(await askedFor(story.scene, ticket.id)).toBe(ada.agentId);
  });

  test("a reply in a ticket that is another agent's leaves it theirs", async () => {
    const { ada, bo, ticket, root } = await anOffer(story);
    await say(ada, 'Which payout?', root);
    await say(bo, 'Was it the one for May?', root);
    expect(await stateOf(ticket)).toMatchObject({ assignedTo: ada.agentId, offers: [[ada.agentId, 'accepted']] });
  });
});
