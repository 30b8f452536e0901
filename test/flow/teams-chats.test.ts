import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import type { TeamsPlace } from '../support/teams-stand-in/client-activities.ts';
import { TeamsWorld } from '../support/teams-world.ts';
import type { TeamsPerson } from '../support/teams-stand-in/world.ts';
import { waitFor } from '../support/wait-for.ts';

interface Ticket {
  readonly id: number;
  readonly ticketNumber: string;
  readonly status: string;
}

onEachDatabase((database) => {
  describe('a chat of Teams, which has no threads', () => {
    let world: TeamsWorld;
    let ada: TeamsPerson;
    let mia: TeamsPerson;
    let desk: TeamsPlace;
    let chat: TeamsPlace;
    let acme: number;

    beforeAll(async () => {
      world = await TeamsWorld.open(database);
      ada = world.person('Ada');
      mia = world.person('Mia');
      desk = world.team('agents', [ada]);
      chat = world.directOf(mia);
      await world.order(ada, '@Switchboard desk here', desk);
      await world.order(ada, '@Switchboard desk agent @Ada', desk);
      acme = (await world.api<{ merchant: { id: number } }>('POST', '/merchants', { name: 'Acme' })).merchant.id;
    });
    afterAll(() => world.close());

    const place = (at: TeamsPlace) => ({
      platform: 'teams',
      workspaceId: world.teams.app.tenantId,
      channelId: at.conversation,
    });
    const tickets = async () => (await world.api<{ tickets: Ticket[] }>('GET', '/support-tickets')).tickets;
    const statusLines = () =>
      world.posts(chat.conversation).filter((post) => /^SB-\d+ (is|was)|^Resolved|^Closed/.test(post));
    /** The desk's card of a ticket: the root of its thread. */
    const rootOf = (words: string) =>
      waitFor(
        () =>
          world.teams.world
            .in(desk.conversation, undefined)
            .find(({ activity }) => JSON.stringify(activity).includes(words))?.id,
        { what: `the card of “${words}”` },
      );
    const answer = async (root: string, words: string) => {
      await world.say(ada, words, desk, root);
      await waitFor(() => world.posts(chat.conversation).some((post) => post.includes(words)), { what: words });
    };

    test('is a merchant’s place once it is connected; the first words that ask for something open a ticket', async () => {
      await world.api('POST', '/channels', { ...place(chat), role: 'merchant', merchantId: acme });
      await world.say(mia, 'Hello', chat);
      expect(await tickets()).toEqual([]);
      await world.say(mia, 'My payout is missing', chat);
      const [ticket] = await tickets();
      await rootOf('My payout is missing');
      await waitFor(() => world.posts(chat.conversation)[0]?.startsWith(`${ticket!.ticketNumber} is open`));
    });

    test('goes on as one conversation: later words join the ticket, and answers come back flat', async () => {
      const root = await rootOf('My payout is missing');
      await world.say(mia, 'It is the one of October', chat);
      await waitFor(() => world.posts(desk.conversation, root).some((post) => post.includes('the one of October')));
      await answer(root, 'I look into it');
      await world.say(mia, 'That helps', chat);
      await waitFor(() => world.posts(desk.conversation, root).some((post) => post.includes('That helps')));
      expect(await tickets()).toHaveLength(1);
      expect(world.teams.world.in(chat.conversation, undefined).every(({ threadId }) => threadId === undefined)).toBe(
        true,
      );
    });

    test('shows one status line for each ticket, and a ticket that was closed long ago is followed by another', async () => {
      const [first] = await tickets();
      await world.api('PATCH', `/support-tickets/${first!.id}`, { status: 'closed' });
      world.pass(8);
      await world.say(mia, 'Hello again', chat);
      expect(await tickets()).toHaveLength(1);
      await world.say(mia, 'Now my card reader is dead', chat);
      await waitFor(async () => (await tickets()).length === 2);
      const root = await rootOf('Now my card reader is dead');
      await answer(root, 'A new one is on its way');
      await world.say(mia, 'Where is it now?', chat);
      await waitFor(() => world.posts(desk.conversation, root).some((post) => post.includes('Where is it now?')));
      const areRight = ([one = '', other = '', ...more]: readonly string[]) =>
        more.length === 0 && one.startsWith(`${first!.ticketNumber} is closed`) && other.startsWith('SB-1002');
      await waitFor(() => areRight(statusLines()), {
        what: 'two status lines',
        explain: () => JSON.stringify(world.posts(chat.conversation)),
      });
    });

    test('is where a ticket that was opened elsewhere goes on, too', async () => {
      const wanted = { merchantId: acme, subject: 'A call', description: 'She called about fees' };
      await world.api('POST', '/support-tickets', wanted);
      const root = await rootOf('She called about fees');
      await answer(root, 'About the fees you called for');
      await world.say(mia, 'Yes, the fees of October', chat);
      await waitFor(() => world.posts(desk.conversation, root).some((post) => post.includes('the fees of October')));
    });

    test('takes only words that are exactly an order for one; all others are meant for support', async () => {
      const before = (await tickets()).length;
      const root = await rootOf('She called about fees');
      for (const words of [
        'help me, it is urgent',
        'ticket machine is broken',
        'desk lamp too',
        'desk status of mine?',
      ]) {
        await world.say(mia, words, chat);
        await waitFor(() => world.posts(desk.conversation, root).some((post) => post.includes(words)), { what: words });
      }
      expect(await world.order(mia, 'help', chat)).toMatch(
        /^ticket {3}asks for something in a form\s+ticket list {3}tells what is open\s+ticket SB-1042 {3}tells how that one stands$/,
      );
      expect(await world.order(mia, 'ticket list', chat)).toMatch(/She called|A call/);
      expect(await world.order(mia, 'Ticket SB-1002', chat)).toMatch(/^SB-1002/);
      expect(await world.order(mia, 'desk agent @Mia', chat)).toMatch(/^Only admins/);
      expect(await world.order(mia, '/desk nonsense', chat)).toMatch(
        /^“nonsense” is nothing that I know\. This is possible:\s+ticket {3}/,
      );
      expect(await tickets()).toHaveLength(before);
    });

    test('with several people is one as well, and no place for a desk', async () => {
      const group = world.groupChat('betas');
      expect(await world.order(ada, '@Switchboard desk here', group)).toMatch(/^A chat has no threads/);
      await expect(world.api('POST', '/channels', { ...place(group), role: 'desk' })).rejects.toThrow(
        /400.*no threads/,
      );
      expect(await world.order(ada, '@Switchboard desk merchant Beta', group)).toMatch(/^This channel is Beta’s now/);
      await world.say(mia, '@Switchboard our terminal is dead', group);
      const root = await rootOf('our terminal is dead');
      await world.say(mia, '@Switchboard it beeps', group);
      await waitFor(() => world.posts(desk.conversation, root).some((post) => post.includes('it beeps')));
      await world.say(ada, 'Beeps are fine', desk, root);
      await waitFor(() => world.posts(group.conversation).some((post) => post.includes('Beeps are fine')));
    });

    test('is beside a desk where whoever is no agent is told, once and for all to read, that their reply stays', async () => {
      const root = await rootOf('our terminal is dead');
      const bob = world.person('Bob');
      const notes = () => world.posts(desk.conversation, root).filter((post) => post.startsWith('Only agents'));
      await world.say(bob, 'I know these terminals', desk, root);
      await waitFor(() => notes().length === 1, { what: 'a note that it stays' });
      await world.say(bob, 'All of them', desk, root);
      await world.say(ada, 'Hold the button', desk, root);
      const chat = '19:betas@thread.v2';
      await waitFor(() => world.posts(chat).some((post) => post.includes('Hold the button')), { what: 'the answer' });
      expect(notes()).toHaveLength(1);
      expect(world.posts(chat).join()).not.toContain('these terminals');
    });

    test('is where an agent is asked, and takes what they are offered', async () => {
      const bo = world.person('Bo');
      await world.order(ada, '@Switchboard desk agent @Bo', desk);
      await world.order(ada, '@Switchboard desk away', desk);
      const own = world.directOf(bo);
      await world.say(mia, '@Switchboard the printer is on fire', { ...world.groupChat('betas') });
      const isOffer = ({ activity }: { activity: object }) => JSON.stringify(activity).includes('"Accept"');
      const card = await waitFor(() => world.teams.world.in(own.conversation, undefined).find(isOffer), {
        what: 'an offer in Bo’s chat',
      });
      const told = await world.click(bo, own, card, 'Accept');
      expect(told).toContain('"statusCode":200');
      await waitFor(async () => (await world.rows(`SELECT id FROM offer WHERE state = 'accepted'`)).length > 0);
    });

    test('asks again what is meant for support once its ticket is done', async () => {
      const group = world.groupChat('gammas');
      await world.order(ada, '@Switchboard desk merchant Gamma', group);
      await world.order(ada, '@Switchboard desk mode mention', group);
      await world.say(mia, '@Switchboard the till is stuck', group);
      const root = await rootOf('the till is stuck');
      const isAtDesk = (words: string) => world.posts(desk.conversation, root).some((post) => post.includes(words));
      const [ticket, ...before] = await tickets();
      const change = (status: string) => world.api('PATCH', `/support-tickets/${ticket!.id}`, { status });
      const amongThemselves = async () => {
        for (const words of ['Lunch at noon, Zoe?', 'Thanks, all', '@Switchboard hello']) {
          await world.say(mia, words, group);
        }
        await world.say(ada, '@Switchboard I pay for lunch', group);
      };

      await world.say(mia, 'It blinks', group);
      await waitFor(() => isAtDesk('It blinks'), { what: 'words while the ticket is open' });
      await change('resolved');
      await amongThemselves();
      await world.say(mia, '@Switchboard thank you', group);
      await waitFor(() => isAtDesk('thank you'), { what: 'a thank-you' });
      expect((await tickets())[0]).toMatchObject({ id: ticket!.id, status: 'resolved' });
      await world.say(mia, '@Switchboard it is stuck again', group);
      expect((await tickets())[0]).toMatchObject({ id: ticket!.id, status: 'pending_agent' });
      await waitFor(() => isAtDesk('stuck again'), { what: 'words that reopen it' });

      await change('closed');
      world.pass(8);
      await amongThemselves();
      expect(await tickets()).toHaveLength(before.length + 1);
      await world.say(mia, '@Switchboard now it smokes', group);
      expect(await tickets()).toHaveLength(before.length + 2);
      expect(['Lunch', 'lunch', 'hello', 'all'].filter(isAtDesk)).toEqual([]);
    });
  });
});
