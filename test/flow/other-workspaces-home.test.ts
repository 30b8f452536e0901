import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { viewDatabase, type DatabaseView } from '../support/scene/database-view.ts';
import { doctor } from '../support/scene/doctor.ts';
import { order } from '../support/scene/orders.ts';
import { SECRET } from '../support/scene/scene-options.ts';
import { Scene } from '../support/scene/scene.ts';
import { startApp } from '../support/scene/start-app.ts';
import { installBy, installLink, joinAsGuest } from '../support/scene/workspaces.ts';
import type { Channel, User } from '../support/slack-stand-in/world-types.ts';

const HOME = 'T0OURS';

onEachDatabase((database) => {
  let scene: Scene;
  let view: DatabaseView;
  let bo: User;
  let desk: Channel;

  beforeAll(async () => {
    scene = await Scene.open(database, { install: true, hasHomeToken: false });
    view = await viewDatabase(scene.databaseUrl);
    await scene.slack.addWorkspaceWithoutApp(HOME, 'Ours');
    bo = await scene.slack.addUser({ name: 'Bo', teamId: HOME, isAdmin: true });
    desk = await scene.slack.addChannel({ name: 'desk', teamId: HOME });
  });
  afterAll(async () => {
    await view.close();
    await scene.close();
  });

  test('without a token home is the first workspace that an admin’s link lets in', async () => {
    expect(await order(scene, bo, desk, 'here')).toContain('not connected with this workspace');
    const spare = await installLink(scene, null);
    const page = await installBy(scene, await installLink(scene, null), HOME);
    expect(page).toMatchObject({ status: 200, text: expect.stringContaining('This workspace is home') });
    await scene.slack.addWorkspaceWithoutApp('T0LATER', 'Later');
    expect(await installBy(scene, spare, 'T0LATER')).toMatchObject({
      status: 409,
      text: expect.stringContaining('Another workspace is home already'),
    });

    expect(await order(scene, bo, desk, 'here')).toContain('This channel is the desk now');
    const acme = await joinAsGuest(scene, 'Acme', 'support');
    await scene.slack.say({ channel: acme.channel.id, user: acme.admin.id, text: 'Is anybody here?' });
    const [root] = await scene.slack.untilPosted({ channel: desk.id, containing: 'Is anybody here?' });
    expect(root!.teamId).toBe(HOME);
    await scene.settle();
  });

  test('only who has the key makes such links', async () => {
    const body = { platform: 'slack' };
    const answer = await scene.api('POST', '/install-links', body, { authorization: 'Bearer somebody-elses' });
    expect(answer.status).toBe(401);
    expect((await scene.api('POST', '/install-links', { platform: 'web' })).status).toBe(409);
  });

  test('while the database is away, events and installations are told to come again', async () => {
    const slow = await scene.slack.addWorkspaceWithoutApp('T0SLOW', 'Slow');
    const path = await installLink(scene, null);
    const goOn = await view.holdEvents();
    const said = await scene.slack.say({ channel: desk.id, user: bo.id, text: 'Does anybody hear this?' });
    await scene.slack.until('a refusal', async () =>
      (await scene.slack.deliveries({ eventId: said.eventId })).some(({ status }) => status === 503),
    );
    await goOn();
    await scene.slack.delivered(said);
    expect((await installBy(scene, path, slow.teamId)).status).toBe(409);
  });

  test('the doctor looks at home and its guests, each with its own token, and at the client', async () => {
    const { clientId, clientSecret } = scene.appOptions.slack.install!;
    const environment = {
      DATABASE_URL: scene.databaseUrl,
      PUBLIC_URL: 'https://desk.example.com',
      SLACK_SIGNING_SECRET: scene.slack.signingSecret,
      SLACK_API_URL: scene.slack.apiUrl,
      SLACK_CLIENT_ID: clientId,
      SLACK_CLIENT_SECRET: clientSecret,
      SWITCHBOARD_SECRET: SECRET,
      SWITCHBOARD_ADMIN_KEY: scene.appOptions.adminKey,
    };
    const well = await doctor(environment);
    expect(well.out).toMatch(/Other workspaces +ok +2 let us in/);
    expect(well.out).toMatch(/Slack token +ok +@\w+ in Ours \(T0OURS\)/);
    expect(well.out).toMatch(/Slack client +ok/);
    expect(well.out).toMatch(/Slack guest +ok +Acme \(T0ACME\)/);
    expect(well.out).toContain('the bot is in #desk');
    expect(well.out).toContain('the bot is in #support');
    expect(well.code).toBe(0);

    const other = 'another-secret-of-at-least-32-characters';
    const badly = await doctor({ ...environment, SLACK_CLIENT_SECRET: 'wrong', SWITCHBOARD_SECRET: other });
    expect(badly.out).toMatch(/Other workspaces +fail +Acme \(T0ACME\): .*SWITCHBOARD_SECRET_BEFORE/);
    expect(badly.out).toMatch(/Slack token +fail +no workspace is home/);
    expect(badly.out).toMatch(/Slack client +fail +.*bad_client_secret.*check SLACK_CLIENT_ID/);
    expect(badly.code).toBe(1);
    expect(well.out + badly.out).not.toMatch(/xoxb-|another-secret|a-secret-for-tests/);
    expect(well.out).not.toContain(clientSecret);
  });

  test('a new secret: what was encrypted with the former one is read, and is with the new one from then on', async () => {
    const sealed = async () =>
      (await view.rows<{ sealedToken: string }>('SELECT sealedToken FROM installation ORDER BY id')).map(
        (row) => row.sealedToken,
      );
    const before = await sealed();
    for (const app of [...scene.apps]) await app.stop();
    const wrong = { current: 'another-secret-of-at-least-32-characters', before: undefined };
    await expect(startApp({ ...scene.appOptions, secret: wrong })).rejects.toThrow(
      /encrypted with another SWITCHBOARD_SECRET. Set it back.*SWITCHBOARD_SECRET_BEFORE/,
    );
    expect(await sealed()).toEqual(before);

    const changing = await startApp({ ...scene.appOptions, secret: { ...wrong, before: SECRET } });
    const after = await sealed();
    expect(after.map((text) => before.includes(text))).toEqual(before.map(() => false));
    await scene.slack.setAppUrls(changing.url);
    const una = await scene.slack.addUser({ name: 'Una', teamId: 'T0ACME' });
    const [{ channelId }] = (await view.rows<{ channelId: string }>(
      `SELECT channelId FROM channel WHERE workspaceId = 'T0ACME'`,
    )) as [{ channelId: string }];
    await scene.slack.say({ channel: channelId, user: una.id, text: 'And after the change?' });
    await scene.slack.untilPosted({ channel: desk.id, containing: 'And after the change?' });
    await changing.stop();

    const changed = await startApp({ ...scene.appOptions, secret: wrong });
    await changed.stop();
    expect(changing.output() + changed.output()).not.toMatch(/xoxb-|another-secret|a-secret-for-tests/);
  });
});
