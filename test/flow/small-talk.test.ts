import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { ask } from '../support/scene/ask.ts';
import { Scene, type Merchant } from '../support/scene/scene.ts';
import type { User } from '../support/slack-stand-in/world-types.ts';

const TEN_MINUTES = 10 * 60 * 1000;

onEachDatabase((database) => {
  let scene: Scene;
  let acme: Merchant;

  beforeAll(async () => {
    scene = await Scene.open(database);
    acme = await scene.merchant('Acme');
    await scene.desk();
    await scene.agent('Bo');
  });
  afterAll(() => scene.close());

  const someone = (name: string): Promise<User> => scene.slack.addUser({ name });

  const say = async (user: User, text: string, threadTs?: string) => {
    const thread = threadTs === undefined ? {} : { threadTs };
    await scene.slack.say({ channel: acme.channel.id, user: user.id, text, ...thread });
    await scene.settle();
  };

  const textsOf = async (id: number) => (await scene.ticket(id)).messages.map(({ text }) => text);

  test('greetings and thanks open no ticket', async () => {
    const before = await scene.tickets();
    const ada = await someone('Ada');
    for (const text of ['Hi', 'Good morning everyone!', 'Thanks a lot 🙏', '<@U0BOT> hello']) await say(ada, text);
    expect(await scene.tickets()).toEqual(before);
    expect(await scene.slack.posts({ containing: 'SB-' })).toEqual([]);
  });

  test('"Hello?" is somebody waiting, and a greeting may come with a question', async () => {
    const waiting = await ask(scene, acme, await someone('Una'), 'Hello?');
    const asking = await ask(scene, acme, await someone('Ivo'), 'Hi team, the payout is missing');
    expect(waiting.ticket).toMatchObject({ subject: 'Hello?' });
    expect(asking.ticket).toMatchObject({ subject: 'Hi team, the payout is missing' });
    expect(asking.ticket.id).not.toBe(waiting.ticket.id);
  });

  test("they join their author's open ticket, however long ago it began, and nobody else's", async () => {
    const ada = await someone('Ada');
    const { ticket, root } = await ask(scene, acme, ada, 'The terminal is broken', { at: Date.now() - TEN_MINUTES });

    await say(ada, 'Thank you!');
    await say(await someone('Zoe'), 'Good afternoon');

    expect(await textsOf(ticket.id)).toEqual(['The terminal is broken', 'Thank you!']);
    const atDesk = await scene.slack.posts({ channel: root.channel, threadTs: root.ts });
    expect(atDesk.map(({ shown }) => shown)).toEqual(['Thank you!']);
  });

  test('thanks reopen nothing', async () => {
    const ada = await someone('Ada');
    const { said, ticket } = await ask(scene, acme, ada, 'The invoice is wrong');
    const { resolvedAt } = await scene.changeTicket(ticket.id, { status: 'resolved' });
    const before = await scene.tickets();

    await say(ada, 'Perfect, thanks!', said.ts);
    await say(ada, 'Thanks again');

    expect(resolvedAt).not.toBeNull();
    expect(await scene.ticket(ticket.id)).toMatchObject({ status: 'resolved', resolvedAt });
    expect(await textsOf(ticket.id)).toEqual(['The invoice is wrong', 'Perfect, thanks!']);
    expect((await scene.tickets()).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  });

  test('thanks on a ticket that was closed long ago open no new one', async () => {
    const ada = await someone('Ada');
    const { said, ticket } = await ask(scene, acme, ada, 'The card reader is broken');
    await scene.changeTicket(ticket.id, { status: 'closed' });
    const before = await scene.tickets();

    const at = Date.now() + 8 * 24 * 60 * 60 * 1000;
    await scene.slack.say({ channel: acme.channel.id, user: ada.id, text: 'Thank you', threadTs: said.ts, at });
    await scene.settle();

    expect((await scene.tickets()).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    expect(await scene.ticket(ticket.id)).toMatchObject({ status: 'closed' });
  });
});
