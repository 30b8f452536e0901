import { expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { rootOf, type Asked } from '../support/scene/ask.ts';
import { errorsFor, submit, untilForm } from '../support/scene/forms.ts';
import type { Agent, ApiTicket } from '../support/scene/scene.ts';
import { clickOn, deskCardOf, fieldOf, tellStories, untilTold } from '../support/scene/stories.ts';
import { DOTS } from '../support/slack-stand-in/block-elements.ts';
import type { User } from '../support/slack-stand-in/world-types.ts';

onEachDatabase((database) => {
  const story = tellStories(database);

  const begin = async (ticket: ApiTicket, who: Agent) =>
    clickOn(story.scene, await deskCardOf(story.scene, ticket), who, DOTS, { choice: 'Merge into …' });

  const merge = async ({ ticket }: Asked, into: Asked, who: Agent) => {
    await begin(ticket, who);
    await untilForm(story.scene, who);
    const sent = await submit(story.scene, who, { [whereTo(ticket)]: titleOf(into.ticket) });
    await story.scene.settle();
    return sent;
  };
  const whereTo = ({ ticketNumber }: ApiTicket) => `Into which ticket? ${ticketNumber} is closed for good then.`;
  const titleOf = ({ ticketNumber, subject }: ApiTicket) => `${ticketNumber} · ${subject}`;

  const reply = async (channel: string, threadTs: string, { id: user }: User, text: string) => {
    const said = await story.scene.slack.say({ channel, threadTs, user, text });
    await story.scene.settle();
    return said;
  };
  const someone = () => story.scene.slack.addUser({ name: 'Una' });
  const under = (threadTs: string, containing: string) => story.scene.slack.posts({ threadTs, containing });

  test('two tickets about one thing become one: what is said in either thread is said in it', async () => {
    const { scene, hire, ask, acme, desk } = story;
    const ada = await hire('Ada', { isAvailable: false });
    const first = await ask('The payout is wrong');
    const second = await ask('Payout still wrong <!channel>');
    const sent = await merge(second, first, ada);
    expect(await scene.slack.resubmit(sent)).toMatchObject({ status: 200, body: '' });
    await scene.settle();

    const number = first.ticket.ticketNumber;
    const merged = await scene.ticket(second.ticket.id);
    expect(merged).toMatchObject({ status: 'closed', mergedIntoId: first.ticket.id });
    const deeds = (await scene.ticket(first.ticket.id)).audit.filter(({ action }) => action === 'merged');
    expect(deeds.map(({ details, actor }) => [details, actor.id])).toEqual([
      [{ from: second.ticket.ticketNumber }, String(ada.agentId)],
    ]);
    const card = await deskCardOf(scene, second.ticket);
    expect([fieldOf(card, 'Status'), card.buttons]).toEqual([`Merged into ${number}`, [`Open ${number}`]]);
    const [line] = await under(second.said.ts, 'goes on');
    expect(line?.shown).toBe(`${second.ticket.ticketNumber} goes on as ${number}.`);
    const stories = await under(first.root.ts, `Merged: ${second.ticket.ticketNumber}`);
    expect(stories.map(({ shown }) => shown)).toEqual([expect.stringContaining('Payout still wrong <!channel>')]);

    // From the thread of the merged one, both ways; and who reads the other thread sees it, too.
    await reply(acme.channel.id, second.said.ts, await someone(), 'It is 40 short');
    expect((await under(first.root.ts, 'It is 40 short')).length).toBe(1);
    expect((await under(first.said.ts, 'It is 40 short')).length).toBe(1);
    expect((await under(second.root.ts, 'It is 40 short')).length).toBe(0);
    const answer = await reply(desk.id, second.root.ts, ada, 'We are on it');
    expect((await under(first.said.ts, 'We are on it')).map(({ username }) => username)).toEqual(['Ada']);
    expect((await under(first.root.ts, 'We are on it')).length).toBe(1);
    expect(await scene.tickets(`?merchantId=${acme.id}&status=new`)).toEqual([]);

    await scene.slack.edit({ channel: desk.id, ts: answer.ts, text: '// We are on it, privately' });
    await scene.settle();
    expect(await under(first.said.ts, 'on it')).toEqual([]);
    expect((await under(first.root.ts, 'privately')).length).toBe(1);
    // What was taken back stands nowhere any more, the story of the merged one included.
    await scene.slack.remove({ channel: acme.channel.id, ts: second.said.ts });
    await scene.settle();
    const [told] = await under(first.root.ts, `Merged: ${second.ticket.ticketNumber}`);
    expect(told?.shown).toContain('(deleted)');
    const { messages } = await scene.ticket(first.ticket.id);
    expect(messages.map(({ text }) => text)).toEqual([
      'The payout is wrong',
      'It is 40 short',
      '// We are on it, privately',
    ]);
  });

  test('what was waited for in one is waited for in the other, and what was merged before goes along', async () => {
    const { scene, hire, ask, desk } = story;
    const bo = await hire('Bo', { isAvailable: false });
    const [first, second, third] = [await ask('One'), await ask('Two'), await ask('Three')];
    await reply(desk.id, second.root.ts, bo, 'An answer to two');
    await reply(desk.id, third.root.ts, bo, 'An answer to three');
    await merge(first, second, bo);
    expect((await scene.ticket(second.ticket.id)).status).toBe('pending_agent');
    expect(fieldOf(await rootOf(scene, second.ticket), 'Waiting since')).not.toBe('Not waiting');
    await reply(desk.id, second.root.ts, bo, 'That is for both');
    expect(fieldOf(await deskCardOf(scene, second.ticket), 'Waiting since')).toBe('Not waiting');

    await merge(second, third, bo);
    expect(await scene.ticket(first.ticket.id)).toMatchObject({ mergedIntoId: third.ticket.id });
    expect((await scene.ticket(third.ticket.id)).status).toBe('pending_merchant');
    const [line] = await under(first.said.ts, 'goes on');
    expect(line?.shown).toBe(`${first.ticket.ticketNumber} goes on as ${third.ticket.ticketNumber}.`);
    await reply(story.acme.channel.id, first.said.ts, await someone(), 'Thanks to all three, but why?');
    expect((await under(third.root.ts, 'but why?')).length).toBe(1);
  });

  test('only another open ticket of the same merchant will do, and what was merged is done with', async () => {
    const { scene, hire, ask } = story;
    const cy = await hire('Cy', { isAvailable: false });
    const first = await ask('The only one');
    await begin(first.ticket, cy);
    expect(await untilTold(scene, cy)).toEqual([
      'This merchant has no other open ticket, so there is nothing to merge it into.',
    ]);

    const second = await ask('Another one');
    const stranger = await scene.merchant('Globex');
    const wanted = { subject: 'Theirs', description: 'Theirs', merchantId: stranger.id };
    const { body: opened } = await scene.api<{ ticket: ApiTicket }>('POST', '/support-tickets', wanted);
    const strange = opened.ticket;
    await begin(second.ticket, cy);
    const form = await untilForm(scene, cy);
    expect(form.inputs[0]?.options).toEqual([titleOf(first.ticket)]);
    for (const [into, wrong] of [
      [strange.ticketNumber, `${strange.ticketNumber} is another merchant’s, so nothing was merged.`],
      [
        second.ticket.ticketNumber,
        `${second.ticket.ticketNumber} cannot be merged into itself: choose another ticket.`,
      ],
      ['the first', 'Please give the number of a ticket, such as SB-1042.'],
    ] as const) {
      await submit(scene, cy, { [whereTo(second.ticket)]: into }, { unchecked: true });
      expect(await errorsFor(scene, cy)).toEqual({ [whereTo(second.ticket)]: wrong });
    }
    await scene.changeTicket(first.ticket.id, { status: 'resolved' });
    await submit(scene, cy, { [whereTo(second.ticket)]: titleOf(first.ticket) });
    expect(await errorsFor(scene, cy)).toEqual({
      [whereTo(second.ticket)]: `${first.ticket.ticketNumber} is resolved, so nothing was merged. Reopen it first.`,
    });
    await scene.changeTicket(first.ticket.id, { status: 'in_progress' });
    await submit(scene, cy, { [whereTo(second.ticket)]: titleOf(first.ticket) });
    await scene.settle();
    const { status, body } = await scene.api('PATCH', `/support-tickets/${second.ticket.id}`, {
      status: 'in_progress',
    });
    expect([status, body]).toMatchObject([
      409,
      {
        message: `${second.ticket.ticketNumber} was merged into ${first.ticket.ticketNumber}, so nothing was changed. Please go on there.`,
      },
    ]);
    expect((await rootOf(scene, second.ticket)).buttons).toEqual([`Open ${first.ticket.ticketNumber}`]);
  });
});
