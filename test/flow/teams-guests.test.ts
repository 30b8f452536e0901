import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTeamsCheckup } from '../../adapters/teams/checks/check-teams.ts';
import { migrations } from '../../migrations/index.ts';
import { systemClock } from '../../src/clock.ts';
import { readConfig } from '../../src/config.ts';
import { examine } from '../../src/doctor/examine.ts';
import { schemas } from '../../src/schemas.ts';
import { openForReading } from '../../src/storage/open-for-reading.ts';
import { onEachDatabase, onSqlite } from '../support/databases.ts';
import type { TeamsPlace } from '../support/teams-stand-in/client-activities.ts';
import { TeamsWorld } from '../support/teams-world.ts';
import type { TeamsPerson } from '../support/teams-stand-in/world.ts';
import { waitFor } from '../support/wait-for.ts';

onEachDatabase((database) => {
  describe('other tenants of Teams', () => {
    let world: TeamsWorld;
    let ada: TeamsPerson;
    let desk: TeamsPlace;
    let gus: TeamsPerson;
    const acme = randomUUID();
    const sister = randomUUID();
    let support: TeamsPlace;
    let code: string;

    beforeAll(async () => {
      world = await TeamsWorld.open(database, 'MultiTenant', [sister]);
      ada = world.person('Ada');
      desk = world.team('agents', [ada]);
      await world.order(ada, '@Switchboard desk here', desk);
      gus = world.person('Gus');
      support = world.team('acmes', [gus], { tenant: acme });
    });
    afterAll(() => world.close());

    const page = async (path: string) => {
      const response = await fetch(`${world.url}${path}`);
      return { status: response.status, headers: response.headers, text: await response.text() };
    };
    const linkFor = async (merchant: string) => {
      const told = await world.order(ada, `desk invite ${merchant}`, world.directOf(ada));
      return /https?:\/\/[^/]+(\/teams\/join\?link=([\w-]+))$/.exec(told)!;
    };
    const installed = () =>
      world.rows('SELECT workspaceId, merchantId, homeOf, sealedToken, endedAt FROM installation');

    test('say what they like, and nothing of it is kept or answered', async () => {
      const before = await world.counts();
      await world.say(gus, '@Switchboard our payout is missing', support);
      await world.say(gus, '@Switchboard desk here', support);
      await world.tell(gus, support, { type: 'conversationUpdate', membersAdded: [world.teams.bot] });
      expect(await world.counts()).toEqual(before);
      expect(world.posts(support.conversation)).toEqual([]);
    });

    test('are sent a link, whose page says what to do, names nobody, and does not use it up', async () => {
      const [, path, made] = await linkFor('Acme');
      code = made!;
      for (let looks = 0; looks < 3; looks += 1) {
        const { status, headers, text } = await page(path!);
        expect(status).toBe(200);
        expect(text).toContain(`<code>@Switchboard join ${code}</code>`);
        const chat = `https://teams.microsoft.com/l/chat/0/0?users=28:${world.teams.app.id}&message=join%20${code}`;
        expect(text).toContain(`href="${chat.replace('&', '&#38;')}"`);
        expect(text).not.toContain('Acme');
        expect(headers.get('content-security-policy')).toContain("default-src 'none'");
        expect([headers.get('referrer-policy'), headers.get('cache-control')]).toEqual(['no-referrer', 'no-store']);
      }
      expect(await page('/teams/join?link=made-up')).toMatchObject({ status: 410 });
      expect(await page('/teams/join')).toMatchObject({ status: 410 });
    });

    test('are told so when they bring no code or a wrong one, and nothing of them is kept', async () => {
      const before = await world.counts();
      expect(await world.order(gus, '@Switchboard join', support)).toMatch(/^To connect this, write join and the code/);
      expect(await world.order(gus, `@Switchboard join ${'x'.repeat(43)}`, support)).toMatch(
        /^This link was used before/,
      );
      expect(await world.counts()).toEqual(before);
    });

    test('join by bringing it, and what they ask there is their merchant’s', async () => {
      expect(await world.order(gus, `@Switchboard join ${code}`, support)).toMatch(/^This is connected: each message/);
      expect(await installed()).toEqual([
        { workspaceId: acme, merchantId: 1, homeOf: null, sealedToken: '', endedAt: null },
      ]);
      const asked = await world.say(gus, 'Our payout is missing', support);
      await waitFor(() => world.posts(support.conversation, asked)[0]?.includes('is open'));
      await waitFor(() => world.posts(desk.conversation).some((card) => card.includes('Our payout is missing')));
      expect((await page(`/teams/join?link=${code}`)).status).toBe(410);
    });

    test('use a link once: another tenant that brings it stays out', async () => {
      const kept = async () => {
        const { installation, conversation_reference, channel, seen_event } = await world.counts();
        return { installation, conversation_reference, channel, seen_event };
      };
      const before = await kept();
      const other = world.team('others', [], { tenant: randomUUID() });
      expect(await world.order(gus, `@Switchboard join ${code}`, other)).toMatch(/^This link was used before/);
      expect(await kept()).toEqual(before);
    });

    test('connect another channel of theirs by a word, or by bringing our bot in, as the same merchant’s', async () => {
      const more = { ...support, conversation: world.channel('acmes-more') };
      expect(await world.order(gus, '@Switchboard join', more)).toMatch(/^This is connected: each message/);
      expect(await world.order(gus, '@Switchboard join', more)).toBe('This is connected already.');
      expect(await world.order(gus, `@Switchboard join ${code}`, more)).toBe('This is connected already.');
      const brought = world.team('acmes-second', [], { tenant: acme });
      await world.tell(gus, brought, { type: 'conversationUpdate', membersAdded: [world.teams.bot] });
      await waitFor(() => world.posts(brought.conversation)[0]?.startsWith('This channel is connected'));
      const channels = await world.rows<{ merchantId: number }>(
        `SELECT merchantId FROM channel WHERE workspaceId = '${acme}'`,
      );
      expect(channels).toEqual([{ merchantId: 1 }, { merchantId: 1 }, { merchantId: 1 }]);
    });

    test('order nothing else, though they own the team', async () => {
      expect(await world.order(gus, '@Switchboard desk here', support)).toMatch(
        /^Only people of the workspace that runs/,
      );
      expect(await world.order(gus, '@Switchboard desk merchant Beta', support)).toMatch(/^Only people/);
    });

    test('stay whose they are: a link of another merchant changes nothing, and still works', async () => {
      const [, path, beta] = await linkFor('Beta');
      const more = { ...support, conversation: world.channel('acmes-third') };
      expect(await world.order(gus, `@Switchboard join ${beta}`, more)).toMatch(
        /as another organisation’s, and stays it/,
      );
      expect((await page(path!)).status).toBe(200);
    });

    test('take our bot out of a team with all its channels, which are found when they bring it in again', async () => {
      const lost = async () =>
        (
          await world.rows<{ lostAt: unknown }>(`SELECT lostAt FROM channel WHERE workspaceId = '${acme}' ORDER BY id`)
        ).map(({ lostAt }) => lostAt !== null);
      await world.tell(gus, support, { type: 'conversationUpdate', membersRemoved: [world.teams.bot] });
      expect(await lost()).toEqual([true, true, false]);
      await world.tell(gus, support, { type: 'conversationUpdate', membersAdded: [world.teams.bot] });
      expect(await lost()).toEqual([false, false, false]);
    });

    test('at home a link connects somebody’s own chat with our bot, and neither a channel nor the tenant', async () => {
      const [, , own] = await linkFor('Inhouse');
      const una = world.person('Una');
      const channel = { ...desk, conversation: world.channel('lunch') };
      expect(await world.order(una, `@Switchboard join ${own}`, channel)).toMatch(
        /^An admin connects a channel here with @Switchboard desk merchant\. A link connects your own chat with me\.$/,
      );
      const before = await installed();
      const chat = world.directOf(una);
      expect(await world.order(una, `join ${own}`, chat)).toMatch(/^This is connected: each message/);
      expect(await installed()).toEqual(before);
      expect(
        await world.rows(`SELECT name FROM merchant JOIN channel ON channel.merchantId = merchant.id
                          WHERE channelId = '${chat.conversation}'`),
      ).toEqual([{ name: 'Inhouse' }]);
      // It is connected now: only a link that still works is more than words.
      for (const words of ['Join', `join ${own}`]) {
        await world.say(una, words, chat);
        expect(JSON.stringify(await world.rows('SELECT text FROM message'))).toContain(words);
      }
      const [, , again] = await linkFor('Inhouse');
      expect(await world.order(una, `join ${again}`, chat)).toBe('This is connected already.');
    });

    test('are looked for by the doctor where they are', async () => {
      const { id, password, tenantId, type } = world.teams.app;
      const app = { MICROSOFT_APP_ID: id, MICROSOFT_APP_PASSWORD: password, MICROSOFT_APP_TENANT_ID: tenantId };
      const teams = createTeamsCheckup({ app: world.teams.app, cloud: world.teams.cloud }, { clock: systemClock });
      const findings = await examine({
        config: readConfig({ ...app, MICROSOFT_APP_TYPE: type }),
        clock: systemClock,
        openDatabase: () => openForReading({ url: world.databaseUrl, schemas, migrations }),
        checkups: new Map([['teams', teams]]),
      });
      expect(findings).toContainEqual({ what: 'Other workspaces', state: 'ok', detail: '1 let us in' });
      expect(findings).toContainEqual({
        what: `Teams ${support.conversation}`,
        state: 'ok',
        detail: 'the app is there',
      });
      expect(findings.filter(({ state }) => state === 'fail')).toEqual([]);
    });

    test('that are home as well are no guests: owners of their teams set things up, and nobody from elsewhere', async () => {
      const sue = world.person('Sue', { tenantId: sister });
      const place = world.team('sisters', [sue], { tenant: sister });
      expect(await world.order(sue, '@Switchboard desk merchant Gamma', place)).toMatch(/^This channel is Gamma’s now/);
      expect(await world.order(world.person('Sam'), '@Switchboard desk mode auto', place)).toMatch(/^Only admins/);
      const far = world.person('Ann', { tenantId: world.teams.app.tenantId });
      expect(await world.order(far, '@Switchboard desk mode auto', place)).toMatch(/^Only people of the workspace/);
    });

    test('the API makes links for merchants alone: which tenant is home the configuration says', async () => {
      await expect(world.api('POST', '/install-links', { platform: 'teams' })).rejects.toThrow(
        /409.*needs a merchantId/,
      );
      expect(await world.api('POST', '/install-links', { platform: 'teams', merchantId: 1 })).toMatchObject({
        url: expect.stringContaining('/teams/join?link='),
      });
    });
  });
});

onSqlite((database) => {
  test('join a bot of one tenant, too, for which its link says what others need', async () => {
    const world = await TeamsWorld.open(database);
    try {
      const ada = world.person('Ada');
      const desk = world.team('agents', [ada]);
      await world.order(ada, '@Switchboard desk status', desk);
      const told = await world.order(ada, 'desk invite Acme', world.directOf(ada));
      expect(told).toMatch(/another organisation .* accounts in any organizational directory\.$/);
      const code = /link=([\w-]+)/.exec(told)![1]!;
      const far = world.team('far', [], { tenant: randomUUID() });
      const una = world.person('Una');
      expect(await world.order(una, `@Switchboard join ${code}`, far)).toMatch(/^This is connected: each message/);
      await world.say(una, 'The till is stuck', far);
      expect(await world.rows('SELECT merchantId FROM ticket')).toEqual([{ merchantId: 1 }]);
    } finally {
      await world.close();
    }
  });
});
