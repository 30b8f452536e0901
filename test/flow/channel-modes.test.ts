import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { ask, rootOf } from '../support/scene/ask.ts';
import { Scene, type Merchant } from '../support/scene/scene.ts';
import type { Said } from '../support/slack-stand-in/protocol.ts';
import type { User } from '../support/slack-stand-in/world-types.ts';

const HOUR = 60 * 60 * 1000;

onEachDatabase((database) => {
  let scene: Scene;
  let quiet: Merchant;
  let picky: Merchant;
  let ada: User;
  let zoe: User;

  beforeAll(async () => {
    scene = await Scene.open(database);
    quiet = await scene.merchant('Mention Ltd', 'mention');
    picky = await scene.merchant('Reaction Ltd', 'reaction');
    await scene.desk();
    await scene.agent('Bo');
    ada = await scene.slack.addUser({ name: 'Ada' });
    zoe = await scene.slack.addUser({ name: 'Zoe' });
  });
  afterAll(() => scene.close());

  const say = async (
    { channel }: Merchant,
    user: User,
    text: string,
    more: { threadTs?: string; at?: number } = {},
  ) => {
    const said = await scene.slack.say({ channel: channel.id, user: user.id, text, ...more });
    await scene.settle();
    return said;
  };

  const react = async ({ channel, ts }: Said, user: User, reaction: string) => {
    await scene.slack.react({ channel, ts, user: user.id, reaction });
    await scene.settle();
  };

  const takeBack = async ({ channel, ts }: Said, user: User, reaction: string) => {
    await scene.slack.react({ channel, ts, user: user.id, reaction, removed: true });
    await scene.settle();
  };

  const ticketsOf = ({ id }: Merchant) => scene.tickets(`?merchantId=${id}`);

  test('where our bot must be named, only that opens a ticket', async () => {
    await say(quiet, ada, 'The payout is wrong');
    await say(quiet, ada, `<@${zoe.id}> look at this`);
    expect(await ticketsOf(quiet)).toEqual([]);

    const { said, ticket, root } = await ask(scene, quiet, ada, '<@U0BOT> the payout is wrong');
    expect(ticket).toMatchObject({ subject: 'the payout is wrong', source: 'slack' });
    expect(root.shown).toContain('the payout is wrong');

    // In its thread nobody needs to be named.
    await say(quiet, zoe, 'It is the one for October', { threadTs: said.ts });
    const [copy] = await scene.slack.posts({ containing: 'the one for October' });
    expect(copy).toMatchObject({ threadTs: root.ts, username: 'Zoe · Mention Ltd' });
    expect(await ticketsOf(quiet)).toHaveLength(1);
  });

  test('who names our bot in a thread that has no ticket gets one there', async () => {
    const chat = await say(quiet, zoe, 'Did you see this?', { at: Date.now() - HOUR });
    const { ticket } = await askIn(quiet, zoe, '<@U0BOT> can you help us here?', chat.ts);
    const [line] = await scene.slack.posts({ channel: quiet.channel.id, containing: ticket.ticketNumber });
    expect(line).toMatchObject({ threadTs: chat.ts });
  });

  test('where a reaction is asked for, 🎫 opens a ticket from the message it stands on, once', async () => {
    const said = await say(picky, ada, 'The invoice is wrong');
    await say(picky, ada, '<@U0BOT> please help');
    await react(said, zoe, 'eyes');
    await react(said, zoe, '+1');
    expect(await ticketsOf(picky)).toEqual([]);

    await react(said, zoe, 'ticket');
    const [opened] = await ticketsOf(picky);
    const ticket = await scene.ticket(opened!.id);
    const root = await rootOf(scene, ticket);
    expect(ticket).toMatchObject({ subject: 'The invoice is wrong', source: 'slack' });
    expect(ticket.messages).toMatchObject([{ side: 'merchant', authorId: ada.id, text: 'The invoice is wrong' }]);
    expect(root.shown).toContain('The invoice is wrong');
    const [line] = await scene.slack.posts({ channel: picky.channel.id, containing: ticket.ticketNumber });
    expect(line).toMatchObject({ threadTs: said.ts });

    await react(said, ada, 'ticket');
    await takeBack(said, zoe, 'ticket');
    await react(said, zoe, 'ticket');
    expect(await ticketsOf(picky)).toHaveLength(1);

    await say(picky, ada, 'Its number is 17', { threadTs: said.ts });
    const [copy] = await scene.slack.posts({ containing: 'Its number is 17' });
    expect(copy).toMatchObject({ threadTs: root.ts });
  });

  test('🎫 on a reply opens its ticket in that thread', async () => {
    const chat = await say(picky, zoe, 'Look at our terminal', { at: Date.now() - HOUR });
    const reply = await say(picky, ada, 'It shows E17', { threadTs: chat.ts, at: Date.now() - HOUR + 1_000 });
    const before = await ticketsOf(picky);
    await react(reply, zoe, 'ticket');

    const [ticket, ...others] = await ticketsOf(picky);
    expect(others).toHaveLength(before.length);
    expect(ticket).toMatchObject({ subject: 'It shows E17' });
    const [line] = await scene.slack.posts({ channel: picky.channel.id, containing: ticket!.ticketNumber });
    expect(line).toMatchObject({ threadTs: chat.ts });
  });

  test('🎫 means nothing where every message opens a ticket anyway', async () => {
    const plain = await scene.merchant('Auto Ltd');
    const { said } = await ask(scene, plain, ada, 'The shop is offline');
    await react(said, zoe, 'ticket');
    expect(await ticketsOf(plain)).toHaveLength(1);
  });

  async function askIn(merchant: Merchant, user: User, text: string, threadTs: string) {
    await say(merchant, user, text, { threadTs });
    const [ticket] = await ticketsOf(merchant);
    return { ticket: ticket! };
  }
});
