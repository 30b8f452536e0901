import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { countRows, viewDatabase, type DatabaseView } from '../support/scene/database-view.ts';
import { deeds, order, picked, toldBy } from '../support/scene/orders.ts';
import { Scene } from '../support/scene/scene.ts';
import type { Channel, User } from '../support/slack-stand-in/world-types.ts';

const OTHER = {
  teamId: 'T0OTHER',
  name: 'Other',
  botToken: 'xoxb-other',
  botUserId: 'U0OTHERBOT',
  botId: 'B0OTHERBOT',
  appId: 'A0OTHER',
  appName: 'Other',
};

onEachDatabase((database) => {
  let scene: Scene;
  let view: DatabaseView;
  let bo: User;
  let ada: User;
  let acme: Channel;
  let free: Channel;

  beforeAll(async () => {
    scene = await Scene.open(database);
    view = await viewDatabase(scene.databaseUrl);
    await scene.slack.addWorkspace(OTHER);
    bo = await scene.slack.addUser({ name: 'Bo', isAdmin: true });
    ada = await scene.slack.addUser({ name: 'Ada' });
    acme = (await scene.merchant('Acme')).channel;
    free = await scene.slack.addChannel();
    await scene.slack.updateChannel(acme.id, { sharedWith: [OTHER.teamId] });
  });
  beforeEach(() => scene.slack.clearFaults());
  afterAll(async () => {
    await view.close();
    await scene.close();
  });

  const say = (who: User, where: Channel, text: string, how = {}) => order(scene, who, where, text, how);

  /** Each order that changes something, with somebody in it for whom it would mean more than they have. */
  const ORDERS = () => [
    'here',
    'merchant Evil',
    'mode reaction',
    `agent ${picked(ada)}`,
    `admin ${picked(ada)}`,
    `admin remove ${picked(bo)}`,
    'console',
    'away',
    'status',
  ];

  test.each([
    ['a member', () => scene.slack.addUser({ name: 'Member' }), /^Only (agents and )?admins/],
    ['a guest', () => scene.slack.addUser({ name: 'Guest', isRestricted: true }), /^Only people of the workspace/],
    [
      'an admin of another workspace',
      () => scene.slack.addUser({ name: 'Stranger', teamId: OTHER.teamId, isAdmin: true }),
      /^Only people of the workspace/,
    ],
    [
      'a bot',
      () => scene.slack.addUser({ name: 'Robot', isBot: true, isAdmin: true }),
      /^Only people of the workspace/,
    ],
  ])('%s is told in private, and changes nothing', async (_, come, words) => {
    const who = await come();
    const before = await countRows(view);
    for (const text of ORDERS()) {
      for (const where of [acme, free])
        expect([text, await say(who, where, text)]).toEqual([text, expect.stringMatching(words)]);
    }
    expect(await countRows(view)).toEqual(before);
    expect(await scene.slack.posts({ channel: free.id })).toEqual([]);
  });

  test('somebody who claims in the order to be at home is believed as little', async () => {
    const eve = await scene.slack.addUser({ name: 'Eve', teamId: OTHER.teamId, isAdmin: true });
    const fields = { command: '/desk', text: 'here', channel_id: free.id, user_id: eve.id, trigger_id: 'eve-1' };
    const sent = await scene.slack.sendForm({
      path: '/slack/commands',
      fields: { ...fields, team_id: scene.slack.home.teamId, user_name: 'bo', is_admin: 'true' },
    });
    expect(toldBy(sent)).toContain('Only people of the workspace');
  });

  test('an admin names others, who may set up but name nobody, until they are removed', async () => {
    const cy = await scene.slack.addUser({ name: 'Cy' });
    expect(await say(bo, free, `admin ${picked(cy)}`)).toContain('Cy may set things up now');
    const place = await scene.slack.addChannel();
    expect(await say(cy, place, 'merchant Named')).toContain('Named’s now');
    expect(await say(cy, place, `admin ${picked(ada)}`)).toContain('Only admins of this workspace itself');
    expect(await say(cy, place, `admin remove ${picked(bo)}`)).toContain('Only admins of this workspace itself');
    expect(await say(bo, free, `admin remove ${picked(cy)}`)).toContain('Done');
    expect(await say(bo, free, `admin remove ${picked(cy)}`)).toContain('They were not named');
    expect(await say(cy, place, 'mode reaction')).toContain('Only admins of this workspace, and whom they named');
    expect((await deeds(scene)).filter(([action]) => action.startsWith('admin-'))).toEqual([
      ['admin-named', bo.id],
      ['admin-removed', bo.id],
    ]);
  });

  test('neither strangers nor guests can be named; a stranger cannot become an agent either', async () => {
    const stranger = await scene.slack.addUser({ name: 'Sam', teamId: OTHER.teamId });
    const guest = await scene.slack.addUser({ name: 'Gus', isRestricted: true });
    expect(await say(bo, free, `admin ${picked(stranger)}`)).toContain('no person of this workspace');
    expect(await say(bo, free, `agent ${picked(stranger)}`)).toContain('no person of this workspace');
    expect(await say(bo, free, 'agent <@U0NOBODY|nobody>')).toContain('no person of this workspace');
    expect(await say(bo, free, `admin ${picked(guest)}`)).toContain('Guests cannot set things up');
    expect(await view.rows('SELECT * FROM desk_admin')).toEqual([]);
    expect(await view.rows('SELECT * FROM agent')).toEqual([]);
  });

  test('whoever is no admin any more, or has moved to another company, is none at once', async () => {
    const di = await scene.slack.addUser({ name: 'Di', isAdmin: true });
    expect(await say(di, acme, 'mode mention')).toContain('mention');
    await scene.slack.addUser({ id: di.id, name: 'Di' });
    expect(await say(di, acme, 'mode auto')).toContain('Only admins');
    await say(bo, free, `admin ${picked(di)}`);
    expect(await say(di, acme, 'mode auto')).toContain('asks for something');
    await scene.slack.addUser({ id: di.id, name: 'Di', teamId: OTHER.teamId });
    expect(await say(di, acme, 'mode reaction')).toContain('Only people of the workspace');
  });

  test.each([
    ['fails', { action: 'error', error: 'internal_error' }],
    ['is slow', { action: 'delay', ms: 2_400 }],
    ['is limited', { action: 'rate-limit', retryAfterSeconds: 30 }],
  ] as const)('when Slack %s the person is asked to try again, in time, and nothing is changed', async (_, fault) => {
    const before = await countRows(view);
    await scene.slack.fault({ ...fault, method: 'users.info' });
    expect(await say(bo, free, 'here')).toContain('please try again');
    expect(await countRows(view)).toEqual(before);
  });

  test('what Slack tells too late changes nothing later either', async () => {
    const patient = await Scene.open(database, { app: { requestTimeoutMs: 10_000 } });
    try {
      const cy = await patient.slack.addUser({ name: 'Cy', isAdmin: true });
      const place = await patient.slack.addChannel();
      await patient.slack.fault({ action: 'delay', ms: 2_300, method: 'users.info' });
      expect(await order(patient, cy, place, 'here')).toContain('please try again');
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      expect(await order(patient, cy, place, 'status')).toContain('This channel is not connected');
    } finally {
      await patient.close();
    }
  });

  test('a crash before the commit changes nothing; after it, the order that comes again is done once', async () => {
    const place = await scene.slack.addChannel();
    const give = (text: string, triggerId: string) =>
      scene.slack.command({ command: '/desk', text, channel: place.id, user: bo.id, triggerId });
    const before = await countRows(view);

    await scene.dieAt({ at: 'before-commit', containing: 'Crashing' });
    expect((await give('merchant Crashing', 'crash-1')).status).toBeNull();
    await scene.dieAt({ at: 'after-commit-before-answer', containing: 'Crashing' });
    expect(await countRows(view)).toEqual(before);
    expect((await give('merchant Crashing', 'crash-1')).status).toBeNull();

    await scene.restart();
    expect(toldBy(await give('merchant Crashing', 'crash-1'))).toContain('came twice and was done once');
    const after = await countRows(view);
    expect([after['merchant']! - before['merchant']!, after['channel']! - before['channel']!]).toEqual([1, 1]);
    expect(toldBy(await give('status', 'crash-2'))).toContain('This is Crashing’s channel');
  });
});
