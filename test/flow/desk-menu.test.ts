import { expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { errorsFor, submit, untilForm, valuesIn } from '../support/scene/forms.ts';
import type { Agent, ApiTicket } from '../support/scene/scene.ts';
import { clickOn, deedsIn, deskCardOf, fieldOf, tellStories, untilTold } from '../support/scene/stories.ts';
import { DOTS, options } from '../support/slack-stand-in/block-elements.ts';
import type { ShownMessage } from '../support/slack-stand-in/protocol.ts';

onEachDatabase((database) => {
  const story = tellStories(database);

  const choose = async (ticket: ApiTicket, who: Agent, choice: string, how: { copies?: number } = {}) => {
    const card = await deskCardOf(story.scene, ticket);
    return clickOn(story.scene, card, who, DOTS, { choice, ...how });
  };
  const stateIn = (card: ShownMessage) =>
    ['Priority', 'Category', 'Assigned', 'Status'].map((label) => fieldOf(card, label));

  test('the menu changes priority, category and assignee, and the card shows it', async () => {
    const { scene, hire, ask } = story;
    const [ada, bo] = [await hire('Ada', { isAvailable: false }), await hire('Bo', { isAvailable: false })];
    const { ticket } = await ask('The payout is wrong');
    expect(options(await deskCardOf(scene, ticket), DOTS)).toEqual([
      'Change details …',
      'Add an internal note …',
      'Merge into …',
      'Close',
    ]);
    await choose(ticket, ada, 'Change details …');
    const form = await untilForm(scene, ada);
    expect(form.title).toBe(ticket.ticketNumber);
    expect(valuesIn(form)).toEqual({ Priority: 'Normal', Category: 'Other', 'Assigned to': 'Nobody' });
    await submit(scene, ada, { Priority: 'Urgent', Category: 'Accounting', 'Assigned to': 'Bo' });
    const card = await deskCardOf(scene, ticket);
    expect(stateIn(card)).toEqual(['Urgent', 'Accounting', 'Bo', 'In progress']);

    const { assignedTo, audit } = await scene.ticket(ticket.id);
    expect(assignedTo).toBe(bo.agentId);
    expect(deedsIn({ ...ticket, audit: audit.slice(ticket.audit.length) })).toEqual([
      ['changed', String(ada.agentId)],
      ['changed', String(ada.agentId)],
    ]);

    await choose(ticket, ada, 'Change details …');
    expect(valuesIn(await untilForm(scene, ada))['Assigned to']).toBe('Bo');
    await submit(scene, ada, { 'Assigned to': 'Nobody' });
    expect((await scene.ticket(ticket.id)).assignedTo).toBeNull();
  });

  test('what a form leaves as it was does not undo what others have changed meanwhile', async () => {
    const { scene, hire, ask } = story;
    const ada = await hire('Ada', { isAvailable: false });
    const { ticket } = await ask('The terminal is broken');
    await choose(ticket, ada, 'Change details …');
    await untilForm(scene, ada);
    await scene.changeTicket(ticket.id, { priority: 'high' });
    const sent = await submit(scene, ada, { Category: 'Technical issue' });
    expect(await scene.ticket(ticket.id)).toMatchObject({ priority: 'high', category: 'technical_issue' });
    await scene.changeTicket(ticket.id, { category: 'accounting' });
    expect(await scene.slack.resubmit(sent)).toMatchObject({ status: 200, body: '' });
    expect(await scene.ticket(ticket.id)).toMatchObject({ category: 'accounting' });
  });

  test('what is no choice is told at its input; a ticket that is over has to be reopened first', async () => {
    const { scene, hire, ask } = story;
    const eva = await hire('Eva', { isAvailable: false });
    const { ticket } = await ask('Something else');
    await choose(ticket, eva, 'Change details …');
    await untilForm(scene, eva);
    await submit(scene, eva, { Priority: 'loud', 'Assigned to': '99999' }, { unchecked: true });
    expect(await errorsFor(scene, eva)).toEqual({
      Priority: 'Please choose one from the list.',
      'Assigned to': 'This agent is not known any more: please choose another one.',
    });
    await scene.changeTicket(ticket.id, { status: 'resolved' });
    await submit(scene, eva, { 'Assigned to': 'Eva' });
    expect(await errorsFor(scene, eva)).toEqual({ 'Assigned to': 'This ticket is over: reopen it first.' });
    expect(await scene.ticket(ticket.id)).toMatchObject({ priority: 'normal', assignedTo: null });
  });

  test('an internal note stands in the thread at the desk, once, and never at the merchant', async () => {
    const { scene, hire, ask, acme } = story;
    const ada = await hire('Ada', { isAvailable: false });
    const { ticket, root } = await ask('A refund is missing');
    await choose(ticket, ada, 'Add an internal note …');
    await untilForm(scene, ada);
    await submit(scene, ada, { 'Only agents see it': ' ' }, { unchecked: true });
    expect(await errorsFor(scene, ada)).toEqual({ 'Only agents see it': 'Please write something here.' });
    const longest = `Refund <88> ${'ö&'.repeat(1_490)}`;
    const sent = await submit(scene, ada, { 'Only agents see it': longest });
    expect(await scene.slack.resubmit(sent)).toMatchObject({ status: 200, body: '' });
    await scene.settle();
    const replies = await scene.slack.posts({ channel: root.channel, threadTs: root.ts, containing: 'Refund <88>' });
    expect(replies.map(({ username, shown }) => [username, shown.startsWith('// ')])).toEqual([['Ada', true]]);
    expect(await scene.slack.messages({ channel: acme.channel.id, containing: 'Refund' })).toEqual([]);
    const { messages } = await scene.ticket(ticket.id);
    expect(messages.slice(1)).toMatchObject([{ visibility: 'internal', agentId: ada.agentId, text: `// ${longest}` }]);
    expect((await scene.ticket(ticket.id)).firstResponseAt).toBeNull();
  });

  test('close closes, also when it is clicked many times, and the card offers what is left', async () => {
    const { scene, hire, ask } = story;
    const ada = await hire('Ada', { isAvailable: false });
    const { ticket } = await ask('Never mind');
    await choose(ticket, ada, 'Close', { copies: 3 });
    const card = await deskCardOf(scene, ticket);
    expect([fieldOf(card, 'Status'), card.buttons]).toEqual(['Closed', ['Reopen']]);
    expect(options(card, DOTS)).toEqual(['Change details …', 'Add an internal note …', 'Merge into …']);
    const closings = (await scene.ticket(ticket.id)).audit.slice(ticket.audit.length);
    expect(closings.map(({ action, details }) => [action, details['status']])).toEqual([
      ['changed', { from: 'new', to: 'closed' }],
    ]);
    await clickOn(scene, card, ada, 'Reopen');
    expect(fieldOf(await deskCardOf(scene, ticket), 'Status')).toBe('In progress');
  });

  test('only agents have the menu’s effects, also with a form that lay open', async () => {
    const { scene, hire, ask } = story;
    const ada = await hire('Ada', { isAvailable: false });
    const una = await scene.slack.addUser({ name: 'Una' });
    const { ticket } = await ask('The card reader is dead');
    for (const choice of ['Change details …', 'Add an internal note …', 'Close']) {
      await clickOn(scene, await deskCardOf(scene, ticket), una, DOTS, { choice });
    }
    expect(new Set(await untilTold(scene, una))).toEqual(new Set([expect.stringContaining('Only agents can do this')]));
    expect(await scene.slack.view(una.id)).toBeNull();

    await choose(ticket, ada, 'Change details …');
    await untilForm(scene, ada);
    const { payload, ...sent } = await submit(scene, ada, { Priority: 'Low' });
    const forged = payload
      .replaceAll(ada.id, una.id)
      .replace(/V[0-9A-F]{10}/g, 'VANOTHER')
      .replace('"low"', '"urgent"');
    expect((await scene.slack.resubmit({ ...sent, payload: forged })).body).toContain('Only agents can do this');
    expect(await scene.ticket(ticket.id)).toMatchObject({ priority: 'low', status: 'new' });
    expect(fieldOf(await deskCardOf(scene, ticket), 'Priority')).toBe('Low');
  });
});
