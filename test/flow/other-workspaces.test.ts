import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { readCounter } from '../support/scene/copies.ts';
import { countRows, viewDatabase, type DatabaseView } from '../support/scene/database-view.ts';
import { untilForm, valuesIn } from '../support/scene/forms.ts';
import { deeds, order } from '../support/scene/orders.ts';
import { Scene } from '../support/scene/scene.ts';
import {
  allow,
  atSlack,
  comeBack,
  follow,
  installBy,
  installLink,
  joinAsGuest,
  pathIn,
  type GuestWorkspace,
} from '../support/scene/workspaces.ts';
import type { Agent } from '../support/scene/scene.ts';
import type { Channel, User } from '../support/slack-stand-in/world-types.ts';

onEachDatabase((database) => {
  let scene: Scene;
  let view: DatabaseView;
  let bo: User;
  const last = () => scene.apps.length - 1;
  const kept = async () => {
    const { installation, install_link, channel } = await countRows(view);
    return { installation, install_link, channel };
  };

  const givenBack = async () => (await scene.slack.calls({ method: 'auth.revoke' })).map(({ teamId }) => teamId);

  beforeAll(async () => {
    scene = await Scene.open(database, { replicas: database.name === 'mariadb' ? 2 : 1, install: true });
    view = await viewDatabase(scene.databaseUrl);
    bo = await scene.slack.addUser({ name: 'Bo', isAdmin: true });
  });
  afterAll(async () => {
    await view.close();
    await scene.close();
  });

  describe('joining', () => {
    let commands: Channel;
    beforeAll(async () => {
      commands = await scene.slack.addChannel({ name: 'ops' });
    });

    test('/desk invite gives an admin a link; the workspace that follows it is that merchant’s', async () => {
      const { slack } = scene;
      const told = await order(scene, bo, commands, 'invite Gamma');
      expect(told).toContain('It works once, within seven days');
      await slack.addWorkspaceWithoutApp('T0GAMMA', 'Gamma Inc');
      const met = atSlack(await follow(scene, pathIn(told)));
      expect(met.location.origin + met.location.pathname).toBe('https://slack.com/oauth/v2/authorize');
      expect(met.location.searchParams.get('scope')?.split(',')).toContain('chat:write');
      expect(met.location.searchParams.get('redirect_uri')).toBe('http://desk.example.com/slack/oauth_redirect');

      const page = await installBy(scene, pathIn(told), 'T0GAMMA', [0, last()]);
      expect(page).toMatchObject({ status: 200, text: expect.stringContaining('the channel in which Gamma asks') });
      expect(await deeds(scene)).toEqual([
        ['merchant-added', bo.id],
        ['install-link-made', bo.id],
      ]);
      const [row] = await view.rows<{ merchantId: number; homeOf: null; sealedToken: string }>(
        `SELECT merchantId, homeOf, sealedToken FROM installation WHERE workspaceId = 'T0GAMMA'`,
      );
      expect(row).toMatchObject({ homeOf: null, sealedToken: expect.stringMatching(/^v1\.[0-9a-f]{12}\.[\w-]+$/) });
    });

    test('only who may configure gets a link', async () => {
      const una = await scene.slack.addUser({ name: 'Una' });
      const before = await kept();
      expect(await order(scene, una, commands, 'invite Delta')).toMatch(/Only admins of this workspace.*Nothing was/);
      expect(await order(scene, bo, commands, 'invite')).toContain('/desk merchant Acme');
      expect(await kept()).toEqual(before);
    });

    test('a link works once, and looking does not use it up', async () => {
      const path = await installLink(scene, 1);
      for (let looks = 0; looks < 3; looks += 1) expect(await follow(scene, path)).toHaveProperty('location');
      await scene.slack.addWorkspaceWithoutApp('T0ONE', 'One');
      await scene.slack.addWorkspaceWithoutApp('T0TWO', 'Two');
      const [one, two] = [atSlack(await follow(scene, path)), atSlack(await follow(scene, path, last()))];
      const finish = async (met: typeof one, teamId: string) =>
        comeBack(scene, {
          code: await allow(scene, met, teamId),
          state: met.location.searchParams.get('state') ?? '',
          cookie: met.cookie,
        });
      const pages = await Promise.all([finish(one, 'T0ONE'), finish(two, 'T0TWO')]);
      expect(pages.map(({ status }) => status).sort()).toEqual([200, 410]);
      const joined = await view.rows<{ workspaceId: string }>(
        `SELECT workspaceId FROM installation WHERE workspaceId IN ('T0ONE', 'T0TWO')`,
      );
      expect(joined).toHaveLength(1);
      // The other one’s token is not left lying about.
      const loser = joined[0]!.workspaceId === 'T0ONE' ? 'T0TWO' : 'T0ONE';
      expect(await givenBack()).toEqual([loser]);
      expect(await follow(scene, path)).toMatchObject({
        status: 410,
        text: expect.stringContaining('used before, or is older than seven days'),
      });
    });

    test('a stranger without a link, or with a wrong one, gets no further than our page, and nothing is kept', async () => {
      const before = await countRows(view);
      expect(await follow(scene, '/slack/install')).toMatchObject({
        status: 403,
        text: expect.stringContaining('Ask the support team'),
      });
      expect(await follow(scene, '/slack/install?link=made-up')).toMatchObject({ status: 410 });
      expect(await countRows(view)).toEqual(before);
    });

    test('a state is taken once, in the browser in which it began, and not when it is forged or over', async () => {
      const path = await installLink(scene, 1);
      await scene.slack.addWorkspaceWithoutApp('T0STATE', 'State');
      const before = await kept();
      const met = atSlack(await follow(scene, path));
      const state = met.location.searchParams.get('state') ?? '';
      const code = await allow(scene, met, 'T0STATE');
      const forged = 'a-state-of-my-own';
      for (const back of [
        { code, state },
        { code, state: forged, cookie: `slack-app-oauth-state=${forged}` },
        { code, cookie: met.cookie },
        { state, cookie: met.cookie },
        { code, state, cookie: `slack-app-oauth-state=${forged}` },
      ]) {
        const page = await comeBack(scene, back);
        expect([400, 410]).toContain(page.status);
        expect(page.text).toContain('This workspace was not connected');
      }
      expect(await scene.slack.calls({ method: 'oauth.v2.access' })).not.toContainEqual(
        expect.objectContaining({ args: expect.objectContaining({ code }) }),
      );
      // The code that Slack does not know: the state is used up, the link is not.
      expect(await comeBack(scene, { code: 'made-up', state, cookie: met.cookie })).toMatchObject({ status: 502 });
      expect(await comeBack(scene, { code, state, cookie: met.cookie })).toMatchObject({ status: 410 });
      expect(await kept()).toEqual(before);
      expect((await installBy(scene, path, 'T0STATE')).status).toBe(200);
    });

    test('home is no guest of its own, and a guest stays its merchant’s', async () => {
      const { body } = await scene.api<{ merchant: { id: number } }>('POST', '/merchants', { name: 'Other' });
      const before = await view.rows('SELECT * FROM installation ORDER BY id');
      const byHome = await installBy(scene, await installLink(scene, body.merchant.id), scene.slack.home.teamId);
      expect(byHome).toMatchObject({ status: 403, text: expect.stringContaining('cannot be a guest of its own') });
      const byGuest = await installBy(scene, await installLink(scene, body.merchant.id), 'T0GAMMA');
      expect(byGuest).toMatchObject({ status: 403, text: expect.stringContaining('another organisation’s') });
      expect(await view.rows('SELECT * FROM installation ORDER BY id')).toEqual(before);
      // Both go on with the token that they have.
      expect(await givenBack()).toHaveLength(1);
    });

    test('who changes their mind at Slack is told that nothing has happened', async () => {
      const response = await fetch(`${scene.apps[0]!.url}/slack/oauth_redirect?error=access_denied&state=x`);
      expect(response.status).toBe(400);
      expect(await response.text()).toContain('the link still works');
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    });
  });

  describe('merchants in workspaces of their own', () => {
    let acme: GuestWorkspace;
    let beta: GuestWorkspace;
    let desk: Channel;
    let ada: Agent;
    const ticketsOf = async (merchantId: number) =>
      (await scene.tickets('?limit=100')).filter((ticket) => ticket.merchantId === merchantId);
    const say = async (guest: GuestWorkspace, text: string) => {
      const una = await scene.slack.addUser({ name: 'Una', teamId: guest.workspace.teamId });
      return scene.slack.say({ channel: guest.channel.id, user: una.id, text });
    };

    beforeAll(async () => {
      desk = await scene.desk();
      ada = await scene.agent('Ada');
      acme = await joinAsGuest(scene, 'Acme', 'support');
      beta = await joinAsGuest(scene, 'Beta', 'support');
    });

    test('twins with channels of one name: each asks and is answered in its own, by the bot of its own', async () => {
      const { slack } = scene;
      const asked = [await say(acme, 'The payout is wrong'), await say(beta, 'The refund is late')] as const;
      const [root] = await slack.untilPosted({ channel: desk.id, threadTs: null, containing: 'payout is wrong' });
      expect(root!.shown).toContain('Acme');
      expect(root!.teamId).toBe(slack.home.teamId);
      await slack.say({ channel: desk.id, user: ada.id, threadTs: root!.ts, text: 'We are looking into it' });
      const where = { channel: acme.channel.id, threadTs: asked[0].ts, containing: 'looking into it' };
      const [answer] = await slack.untilPosted(where);
      expect(answer).toMatchObject({ teamId: acme.workspace.teamId, botId: acme.workspace.botId });
      await scene.settle();
      expect(await ticketsOf(acme.merchantId)).toHaveLength(1);
      expect(await ticketsOf(beta.merchantId)).toHaveLength(1);
      expect(await slack.posts({ channel: beta.channel.id, containing: 'looking into it' })).toEqual([]);
    });

    test('a form that a guest asks for is opened by the bot of their own workspace', async () => {
      const una = await scene.slack.addUser({ name: 'Una', teamId: acme.workspace.teamId });
      const how = { command: '/ticket' };
      expect(await order(scene, una, acme.channel, 'The invoice is missing', how)).toBe('');
      expect(valuesIn(await untilForm(scene, una))).toMatchObject({ Subject: 'The invoice is missing' });
      const [opened] = await scene.slack.calls({ method: 'views.open' });
      expect(opened).toMatchObject({ teamId: acme.workspace.teamId, outcome: 'ok' });
    });

    test('a guest’s person can order nothing, whatever they are at home', async () => {
      const before = await kept();
      for (const text of [
        'here',
        'merchant Beta',
        'mode mention',
        'invite Eve',
        'status',
        'console',
        'admin <@U1|x>',
      ]) {
        expect(await order(scene, acme.admin, acme.channel, text)).toMatch(/Only people of the workspace that runs/);
      }
      expect(await kept()).toEqual(before);
    });

    test('what a guest connects is its merchant’s, also by the API', async () => {
      const { status, body } = await scene.api('POST', '/channels', {
        platform: 'slack',
        workspaceId: acme.workspace.teamId,
        channelId: 'C0ELSE',
        role: 'merchant',
        merchantId: beta.merchantId,
      });
      expect({ status, body }).toMatchObject({ status: 409, body: { message: expect.stringContaining('is a guest') } });
      const desk = { platform: 'slack', workspaceId: acme.workspace.teamId, channelId: 'C0ELSE', role: 'desk' };
      expect((await scene.api('POST', '/channels', desk)).status).toBe(409);
    });

    test('a workspace that has not let us in: neither its words nor its invitations nor its commands do anything', async () => {
      const { slack } = scene;
      await slack.addWorkspaceWithoutApp('T0STRANGE', 'Strange');
      const eve = await slack.addUser({ name: 'Eve', teamId: 'T0STRANGE', isAdmin: true });
      const channel = await slack.addChannel({ teamId: 'T0STRANGE', botIsMember: false });
      const before = await countRows(view);
      await slack.delivered(await slack.inviteBot({ channel: channel.id, inviter: eve.id }));
      await slack.delivered(await slack.say({ channel: channel.id, user: eve.id, text: 'Let me in' }));
      expect(await order(scene, eve, channel, 'help')).toContain('not connected with this workspace');
      await scene.settle();
      expect(await countRows(view)).toEqual(before);
    });

    test('taken out: one alarm, no call with the dead token; installed again and invited, all goes on', async () => {
      const { slack } = scene;
      const { teamId } = acme.workspace;
      const more = await slack.addChannel({ name: 'more', teamId, botIsMember: false });
      await slack.inviteBot({ channel: more.id, inviter: acme.admin.id });
      await slack.untilPosted({ channel: more.id, containing: 'This channel is connected' });
      const said = await say(acme, 'Where is our invoice?');
      const [root] = await slack.untilPosted({ channel: desk.id, threadTs: null, containing: 'our invoice' });
      await scene.settle();

      await slack.uninstall(teamId, { copies: 2 });
      await scene.settle();
      const alarms = () => slack.posts({ channel: desk.id, containing: 'Acme’s channel' });
      expect((await alarms()).map(({ shown }) => shown)).toEqual([expect.stringContaining('cannot be reached')]);
      const [ended] = await view.rows<{ endedAt: number | null; sealedToken: string }>(
        `SELECT endedAt, sealedToken FROM installation WHERE workspaceId = '${teamId}'`,
      );
      expect(ended).toMatchObject({ endedAt: expect.anything(), sealedToken: '' });

      const calls = async () => (await slack.calls()).filter((call) => call.outcome === 'token_revoked').length;
      const before = await calls();
      await slack.say({ channel: desk.id, user: ada.id, threadTs: root!.ts, text: 'It is on its way' });
      await slack.untilPosted({ channel: desk.id, threadTs: root!.ts, containing: 'Not delivered' });
      // Each replica may learn by one refusal of its own that the token is dead.
      expect((await calls()) - before).toBeLessThan(scene.apps.length);

      const again = await installBy(scene, await installLink(scene, acme.merchantId), teamId, [last(), 0]);
      expect(again.status).toBe(200);
      for (const channel of [acme.channel, more])
        await slack.inviteBot({ channel: channel.id, inviter: acme.admin.id });
      await slack.untilPosted({ channel: acme.channel.id, threadTs: said.ts, containing: 'on its way' });
      await scene.settle();
      expect((await alarms()).map(({ shown }) => shown)).toEqual([expect.stringContaining('It can be again')]);
    });

    test('an end that is told late, when the app is back, ends nothing', async () => {
      const { slack } = scene;
      const { teamId } = beta.workspace;
      const held = await slack.uninstall(teamId, { hold: true });
      await installBy(scene, await installLink(scene, beta.merchantId), teamId);
      await slack.inviteBot({ channel: beta.channel.id, inviter: beta.admin.id });
      await slack.release(held);
      await say(beta, 'Are you still there?');
      const [root] = await slack.untilPosted({ channel: desk.id, threadTs: null, containing: 'still there' });
      await slack.say({ channel: desk.id, user: ada.id, threadTs: root!.ts, text: 'Of course' });
      await slack.untilPosted({ channel: beta.channel.id, containing: 'Of course' });
      await scene.settle();
      expect(await slack.posts({ channel: desk.id, containing: 'Beta’s channel' })).toEqual([]);
    });

    test('an event of a shared channel counts for the channel, through whichever workspace it comes', async () => {
      const { slack } = scene;
      const shared = await slack.addChannel({ name: 'shared', sharedWith: [acme.workspace.teamId] });
      expect(await order(scene, bo, shared, 'merchant Acme')).toContain('This channel is Acme’s now');
      const una = await slack.addUser({ name: 'una.ray', realName: 'Una Ray', teamId: acme.workspace.teamId });
      const text = 'Through our side';
      const held = await slack.say({ channel: shared.id, user: una.id, text, delivery: { hold: true } });
      const event = { type: 'message', channel: shared.id, user: una.id, ts: held.ts, event_ts: held.ts, text };
      await slack.delivered(await slack.sendEvent({ event, teamId: acme.workspace.teamId }));
      await slack.release([held]);
      const [root] = await slack.untilPosted({ channel: desk.id, threadTs: null, containing: 'Through our side' });
      expect(root!.shown).toContain('Una Ray');
      expect(root!.shown).not.toContain('una.ray');
      await slack.say({ channel: desk.id, user: ada.id, threadTs: root!.ts, text: 'Through ours' });
      const [answer] = await slack.untilPosted({ channel: shared.id, containing: 'Through ours' });
      expect(answer!.teamId).toBe(slack.home.teamId);
      await scene.settle();
      const left = {
        type: 'channel_left',
        channel: shared.id,
        actor_id: una.id,
        event_ts: `${Math.ceil(Date.now() / 1000) + 1}.000100`,
      };
      await slack.delivered(await slack.sendEvent({ event: left, teamId: acme.workspace.teamId }));
      expect(await view.rows(`SELECT lostAt FROM channel WHERE channelId = '${shared.id}'`)).toEqual([
        { lostAt: null },
      ]);
      expect(await slack.posts({ channel: desk.id, threadTs: null, containing: 'Through our side' })).toHaveLength(1);
    });

    test('while Slack refuses home’s token that is in /metrics; tickets open, and what waits goes out afterwards', async () => {
      const { slack } = scene;
      const refused = () => readCounter(scene, 'switchboard_token_refused', 'platform="slack"');
      expect(await refused()).toBe(0);
      for (const method of ['auth.test', 'chat.postMessage']) {
        await slack.fault({ action: 'error', error: 'token_revoked', times: 'always', method });
      }
      const told = await slack.sendEvent({
        event: { type: 'tokens_revoked', tokens: { oauth: [], bot: [slack.home.botUserId] } },
      });
      await slack.delivered(told);
      expect(await refused()).toBeGreaterThan(0);
      const before = (await scene.tickets('?limit=100')).length;
      await slack.delivered(await say(beta, 'Nobody hears us'));
      expect(await scene.tickets('?limit=100')).toHaveLength(before + 1);
      await slack.clearFaults();
      await slack.untilPosted({ channel: desk.id, threadTs: null, containing: 'Nobody hears us' });
      expect(await refused()).toBe(0);
      expect(scene.apps.map((app) => app.output()).join('')).toContain('Slack refuses SLACK_BOT_TOKEN');
      await scene.settle();
    });

    test('neither a token nor a secret nor a link stands in the log, nor in the database in clear', async () => {
      const links = [await installLink(scene, acme.merchantId)].map((path) => path.split('=').at(-1) ?? '');
      const { clientSecret } = scene.appOptions.slack.install!;
      const secrets = ['xoxb-', clientSecret, scene.appOptions.secret!.current, ...links];
      const log = scene.apps.map((app) => app.output()).join('\n');
      const rows = await Promise.all(
        ['installation', 'install_link', 'install_state', 'audit', 'delivery'].map((table) =>
          view.rows(`SELECT * FROM ${table}`),
        ),
      );
      const told = secrets.filter((secret) => log.includes(secret) || JSON.stringify(rows).includes(secret));
      expect(told).toEqual([]);
    });
  });
});
