import { expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { offersOf } from '../support/scene/offers.ts';
import type { Agent } from '../support/scene/scene.ts';
import {
  anOffer,
  clickOld,
  clickOn,
  deedsIn,
  deskCardOf,
  lookAgain,
  tellStories,
  untilTold,
} from '../support/scene/stories.ts';
import type { HttpResult } from '../support/slack-stand-in/protocol.ts';

onEachDatabase((database) => {
  const story = tellStories(database);

  const deedsSince = async (ticketId: number, before: number) =>
    deedsIn(await story.scene.ticket(ticketId)).slice(before);

  const cardsTo = async ({ id }: Agent) => {
    const { id: channel } = await story.scene.slack.directChannel(id);
    return story.scene.slack.posts({ channel });
  };

  const expectEmptyAnswers = (answers: readonly HttpResult[]) => {
    for (const { status, body, sentAt, answeredAt } of answers) {
      expect([status, body]).toEqual([200, '']);
      expect(answeredAt - sentAt).toBeLessThan(3_000);
    }
  };

  test('a click is answered at once, and the card shows what came of it before any edit', async () => {
    const { slack } = story.scene;
    const { ada, card } = await anOffer(story);
    expect(card.buttons).toEqual(['Accept', 'Pass', 'Resolve', 'Open thread', 'Hand over to …']);

    expectEmptyAnswers(await clickOn(story.scene, card, ada, 'Accept'));
    const accepted = await slack.until('the card to show it', async () => {
      const now = await lookAgain(story.scene, card);
      return now.buttons.includes('Accept') ? null : now;
    });
    expect(accepted.buttons).toEqual(['Resolve', 'Open thread', 'Hand over to …']);
    expect(accepted.shown).toContain('You have it.');
    expect(accepted.shown).not.toContain('Please answer by');
    await expect(clickOn(story.scene, card, ada, 'Accept')).rejects.toThrow('No button or select "Accept"');

    await story.scene.settle();
    const changes = (await slack.accepted({ channel: card.channel })).filter(({ ts }) => ts === card.ts);
    expect(changes.map(({ method }) => method)).toEqual(['chat.postMessage', 'response_url', 'chat.update']);
    const edited = await lookAgain(story.scene, card);
    expect([edited.shown, edited.buttons]).toEqual([accepted.shown, accepted.buttons]);
  });

  test.each([
    ['Accept', ['changed by Ada']],
    ['Pass', ['passed by Ada', 'offered to Bo']],
    ['Resolve', ['changed by Ada', 'changed by Ada']],
    ['Hand over to …', ['changed by Ada']],
  ])('%s is clicked twice at once, and each click comes once more: it acts once', async (label, expected) => {
    const { ada, bo, ticket, card } = await anOffer(story);
    const choice = label.startsWith('Hand over') ? { choice: String(bo.agentId) } : {};

    const clicks = await clickOn(story.scene, card, ada, label, { copies: 2, ...choice });
    expectEmptyAnswers(clicks);
    for (const click of clicks) expectEmptyAnswers(await story.scene.slack.reclick(click, { copies: 2 }));
    await story.scene.settle();

    const by = new Map([
      [String(ada.agentId), 'by Ada'],
      ['switchboard', 'to Bo'],
    ]);
    const deeds = await deedsSince(ticket.id, ticket.audit.length);
    expect(deeds.map(([action, who]) => `${action} ${by.get(who)}`)).toEqual(expected);
    expect((await lookAgain(story.scene, card)).buttons).not.toContain(label === 'Hand over to …' ? 'Resolve' : label);
  });

  test.each([
    ['Assign to me', 1],
    ['Resolve', 2],
  ])('%s at the desk is clicked by the same agent again and again: it acts once', async (label, changes) => {
    const { bo, ticket, root } = await anOffer(story);
    const clicks = await clickOn(story.scene, root, bo, label, { copies: 2 });
    expectEmptyAnswers(clicks);
    for (const click of clicks) expectEmptyAnswers(await story.scene.slack.reclick(click, { copies: 2 }));
    await clickOld(story.scene, root, bo, label);
    await story.scene.settle();
    const byBo = Array.from({ length: changes }, () => ['changed', String(bo.agentId)]);
    expect(await deedsSince(ticket.id, ticket.audit.length)).toEqual(byBo);
  });

  test('a click that Slack brings a second time, late, takes back nothing that was done since', async () => {
    const { ada, bo, ticket, root } = await anOffer(story);
    const [click] = await clickOn(story.scene, root, ada, 'Assign to me');
    await clickOn(story.scene, await deskCardOf(story.scene, ticket), bo, 'Assign to me');
    const before = await story.scene.ticket(ticket.id);
    expect(before.assignedTo).toBe(bo.agentId);

    expectEmptyAnswers(await story.scene.slack.reclick(click!, { copies: 2 }));
    await story.scene.settle();
    expect(await story.scene.ticket(ticket.id)).toMatchObject({ assignedTo: bo.agentId, audit: before.audit });
  });

  test('an agent accepts on the card and takes it at the desk at the same moment: they have it once', async () => {
    const { ada, ticket, root, card } = await anOffer(story);
    const both = [clickOn(story.scene, card, ada, 'Accept'), clickOn(story.scene, root, ada, 'Assign to me')];
    expectEmptyAnswers((await Promise.all(both)).flat());
    await story.scene.settle();
    expect(await deedsSince(ticket.id, ticket.audit.length)).toEqual([['changed', String(ada.agentId)]]);
    expect(await offersOf(story.scene, ticket.id)).toMatchObject({ offers: [{ state: 'accepted' }] });
    expect(await cardsTo(ada)).toHaveLength(1);
  });

  test('one accepts on the card while another takes it at the desk: one has it, and both cards say so', async () => {
    const { ada, bo, ticket, root, card } = await anOffer(story);
    const both = [clickOn(story.scene, card, ada, 'Accept'), clickOn(story.scene, root, bo, 'Assign to me')];
    expectEmptyAnswers((await Promise.all(both)).flat());
    await story.scene.settle();

    // Whoever takes it at the desk has it, whichever click came first.
    expect(await story.scene.ticket(ticket.id)).toMatchObject({ assignedTo: bo.agentId, status: 'in_progress' });
    const [hers, ...more] = await cardsTo(ada);
    expect(more).toEqual([]);
    expect(hers!.shown).toContain('It went to Bo.');
    expect(hers!.buttons).toEqual(['Open thread']);
    const his = await cardsTo(bo);
    expect(his).toMatchObject([{ buttons: ['Resolve', 'Open thread', 'Hand over to …'] }]);
    expect(his[0]!.shown).toContain('You have it.');
  });

  test('a ticket that is handed over to two at the same moment goes to the first of them', async () => {
    const { ada, bo, cy, ticket, card } = await anOffer(story);
    await story.scene.setAvailable(cy, true);
    const choices = [bo, cy].map(({ agentId }) => ({ choice: String(agentId) }));
    await Promise.all(choices.map((choice) => clickOld(story.scene, card, ada, 'Hand over to …', choice)));
    const told = await untilTold(story.scene, ada);
    await story.scene.settle();
    const { assignedTo } = await story.scene.ticket(ticket.id);
    const has = [bo, cy].find(({ agentId }) => agentId === assignedTo)!;
    expect(await deedsSince(ticket.id, ticket.audit.length)).toEqual([['changed', String(ada.agentId)]]);
    expect(told).toEqual([`Too late: ${has.displayName} has ${ticket.ticketNumber} now.`]);
  });

  test('Accept and Pass at the same moment: the ticket is theirs, or the next one is asked', async () => {
    const { ada, bo, ticket, card } = await anOffer(story);
    await Promise.all(['Accept', 'Pass'].map((label) => clickOld(story.scene, card, ada, label)));
    await story.scene.settle();
    const { assignedTo } = await story.scene.ticket(ticket.id);
    const { offers, waiting } = await offersOf(story.scene, ticket.id);
    const open = offers.filter(({ state }) => state === 'offered').map(({ agentId }) => agentId);
    expect([assignedTo, open]).toEqual(waiting === null ? [ada.agentId, []] : [null, [bo.agentId]]);
    expect((await lookAgain(story.scene, card)).buttons).not.toContain('Accept');
  });
});
