import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { writtenWords, type TeamsPlace } from '../support/teams-stand-in/client-activities.ts';
import { TeamsWorld } from '../support/teams-world.ts';
import { waitFor } from '../support/wait-for.ts';
import type { TeamsPerson } from '../support/teams-stand-in/world.ts';

onEachDatabase((database) => {
  let world: TeamsWorld;
  let ada: TeamsPerson;
  let bo: TeamsPerson;
  let desk: TeamsPlace & { readonly team: string };
  let acme: TeamsPlace;

  beforeAll(async () => {
    world = await TeamsWorld.open(database);
    ada = world.person('Ada');
    bo = world.person('Bo');
    desk = world.team('agents', [ada]);
    acme = { ...desk, conversation: world.channel('acme') };
  });
  afterAll(() => world.close());

  const kept = () => world.rows('SELECT role FROM channel ORDER BY id');

  describe('who may set things up in Teams', () => {
    test('is no member of the team, and nothing of what they order is done', async () => {
      expect(await world.order(bo, '@Switchboard desk here', desk)).toBe(
        'Only admins of this workspace, and whom they named with @Switchboard desk admin, can do this. Nothing was changed.',
      );
      expect(await kept()).toEqual([]);
    });

    test('is an owner of the team, from the first order to the last', async () => {
      expect(await world.order(ada, '@Switchboard desk here', desk)).toMatch(
        /^This channel is the desk now.* Next: @Switchboard desk agent, then @Switchboard desk merchant in/,
      );
      expect(await world.order(ada, '@Switchboard desk agent @Bo accounting', desk)).toMatch(
        /^Bo is an agent now, who knows best: Accounting/,
      );
      expect(await world.order(ada, '@Switchboard desk merchant Acme', acme)).toMatch(
        /^This channel is Acme’s now: .* add the app Switchboard to this team or chat\. .*@Switchboard desk mode auto/,
      );
      expect(await kept()).toEqual([{ role: 'desk' }, { role: 'merchant' }]);
      expect(await world.order(ada, '@Switchboard help', desk)).toMatch(
        /^@Switchboard desk here {3}makes this channel/,
      );
      expect(await world.order(bo, '@Switchboard ticket list', desk)).toBe('No ticket is open.');
    });

    test('has given an order, which stays one when they edit it: nobody hears it as words', async () => {
      const una = world.person('Una');
      const id = await world.say(una, '@Switchboard ticket list', acme);
      const eventType = 'editMessage';
      await world.tell(una, acme, {
        type: 'messageUpdate',
        id,
        text: 'ticket list of payouts',
        channelData: { eventType },
      });
      expect(await world.rows('SELECT id FROM ticket')).toEqual([]);
    });

    test('is whom an owner names; an owner who is none any more is refused at once', async () => {
      expect(await world.order(bo, '@Switchboard desk mode mention', acme)).toMatch(/^Only admins/);
      expect(await world.order(ada, '@Switchboard desk admin @Bo', desk)).toBe(
        'Bo may set things up now, with @Switchboard desk.',
      );
      expect(await world.order(bo, '@Switchboard desk mode mention', acme)).toMatch(/^Messages that mention me/);
      world.teams.world.teams.get(desk.team)!.owners.clear();
      expect(await world.order(ada, '@Switchboard desk mode auto', acme)).toMatch(/^Only admins/);
      world.teams.world.teams.get(desk.team)!.owners.add(ada.aadObjectId!);
    });

    test('is no guest of the tenant, even one whom an owner would name', async () => {
      const gus = world.person('Gus', { userRole: 'guest' });
      const exa = world.person('Exa', { userPrincipalName: 'exa_other.example#EXT#@home.example' });
      const far = world.person('Far', { tenantId: 'another-tenant' });
      for (const guest of [gus, exa, far]) {
        expect(await world.order(guest, '@Switchboard desk mode auto', acme)).toMatch(/^Only people of the workspace/);
        expect(await world.order(ada, `@Switchboard desk admin @${guest.name}`, desk)).toMatch(/^Guests cannot/);
      }
    });

    test('is told nowhere what others could use who read it', async () => {
      for (const order of ['console', 'invite Acme']) {
        expect(await world.order(ada, `@Switchboard desk ${order}`, desk)).toMatch(/^The answer is for you alone/);
      }
      expect(await world.rows('SELECT * FROM login_link')).toEqual([]);
      expect(await world.rows('SELECT * FROM install_link')).toEqual([]);
      expect(await world.order(ada, 'desk console', world.directOf(ada))).toMatch(/^Only for you, once/);
    });

    test('is told no names of other merchants or agents where a merchant could read them', async () => {
      const other = { ...desk, conversation: world.channel('other') };
      const asked = await world.order(ada, '@Switchboard desk merchant Acmee', other);
      expect(asked).toMatch(/^There is a merchant with a name like this already\..*merchant "Acmee" as new\.$/);
      for (const place of [acme, other]) {
        expect(await world.order(ada, '@Switchboard desk status', place)).toMatch(/\nAgents who are available: 1\.$/);
      }
      expect(await world.order(ada, '@Switchboard desk status', desk)).toMatch(/\nAvailable: Bo\.$/);
      expect(await world.order(ada, 'desk status', world.directOf(ada))).toMatch(/\nAvailable: Bo\.$/);
      expect(await world.order(ada, 'desk invite Acmee', world.directOf(ada))).toMatch(/^There is Acme already\./);
    });

    test('is answered once, also when Teams tells of the order again', async () => {
      const words = '@Switchboard desk status';
      const id = await world.say(ada, words, desk);
      await waitFor(() => world.posts(desk.conversation, id).length > 0);
      await world.tell(ada, desk, { type: 'message', id, ...writtenWords(world.teams, words) }, id);
      await world.order(ada, words, desk);
      expect(world.posts(desk.conversation, id)).toHaveLength(1);
    });

    test('may also do it where they speak with the bot alone', async () => {
      expect(await world.order(ada, 'desk status', world.directOf(ada))).toMatch(/^This channel is not connected/);
      expect(await world.order(ada, 'help', world.directOf(ada))).toMatch(
        /^desk here {3}makes[^]*\nticket list {3}tells/,
      );
      const una = world.person('Una');
      expect(await world.order(una, 'desk status', world.directOf(una))).toMatch(
        /^Only agents and admins can do this\. An admin adds an agent with desk agent\./,
      );
    });

    test.each([
      [{ status: 503 }, /could not be looked up just now.*Nothing was changed: please try again\.$/],
      [{ status: 429, headers: { 'retry-after': '30' } }, /Nothing was changed: please try again\.$/],
    ])('is told that nothing was changed when the directory answers %o', async (fault, words) => {
      world.teams.fault('owners', fault);
      expect(await world.order(ada, '@Switchboard desk mode auto', acme)).toMatch(words);
    });

    test('is told what to do where the team does not let us ask', async () => {
      const closed = world.team('closed', [ada], { allows: false });
      expect(await world.order(ada, '@Switchboard desk merchant Other', closed)).toMatch(
        /a team owner must add Switchboard to it again .*\(TeamMember\.Read\.Group\)\. Nothing was changed\.$/,
      );
    });
  });
});
