import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { viewDatabase, type DatabaseView } from '../support/scene/database-view.ts';
import { Scene } from '../support/scene/scene.ts';
import type { RunningApp } from '../support/scene/start-app.ts';
import type { FaultAction } from '../support/slack-stand-in/protocol.ts';

/** What people write and what the product is trusted with: each made so that it is found wherever it stands. */
const SAID = ['zebrafish', 'quagmire', 'xylophone', 'marzipan', 'kumquat', 'periwinkle', 'dromedary', 'gazpacho'];

/** Everything that makes programs talk about what they were doing. */
const TROUBLES: readonly FaultAction[] = [
  { action: 'cut-after-accepting' },
  { action: 'cut-before-accepting' },
  { action: 'server-error' },
  { action: 'hang-before-accepting' },
  { action: 'rate-limit', retryAfterSeconds: 1 },
  { action: 'error', error: 'invalid_auth' },
  { action: 'error', error: 'fatal_error' },
  { action: 'error', error: 'never_heard_of' },
];

onEachDatabase((database) => {
  let scene: Scene;
  let view: DatabaseView;
  const started: RunningApp[] = [];

  beforeAll(async () => {
    scene = await Scene.open(database, { app: { logLevel: 'trace', requestTimeoutMs: 300 } });
    view = await viewDatabase(scene.databaseUrl);
    started.push(...scene.apps);
  });
  afterAll(async () => {
    await view.close();
    await scene.close();
  });

  test('at the most talkative level the log holds no token, no secret, no key and nothing that was said', async () => {
    const { slack } = scene;
    const { channel } = await scene.merchant('Acme');
    const desk = await scene.desk();
    const bo = await scene.agent('Bo');
    for (const [index, trouble] of TROUBLES.entries()) {
      const fault = await slack.fault({ ...trouble, method: 'chat.postMessage', channel: desk.id });
      const ada = await slack.addUser({ name: 'Ada' });
      await slack.say({ channel: channel.id, user: ada.id, text: `My ${SAID[index]!} is late <https://pay.example>` });
      await fault.hit();
    }
    const [root] = await slack.untilPosted({ channel: desk.id, threadTs: null, containing: SAID[0]! });
    const unheard = await slack.fault({ action: 'cut-before-accepting', method: 'response_url' });
    const [clicked] = await slack.click({ channel: desk.id, ts: root!.ts, user: bo.id, label: 'Assign to me' });
    await unheard.hit();
    const { response_url: whereToAnswer } = JSON.parse(clicked!.payload) as { response_url: string };
    await slack.say({ channel: desk.id, user: bo.id, threadTs: root!.ts, text: `// the ${SAID[1]!} again` });
    await slack.say({ channel: desk.id, user: bo.id, threadTs: root!.ts, text: `Send us the ${SAID[2]!}` });
    await slack.forge({ channel: channel.id, user: bo.id, text: `A forged ${SAID[3]!}` }, 'wrong-secret');
    await slack.command({ channel: channel.id, user: bo.id, command: '/desk', text: `find ${SAID[4]!}` });
    await slack.sendEvent({ event: { type: 'message', channel: channel.id, text: SAID[5]!, ts: 'odd', user: 'U1' } });
    await scene.api('POST', '/support-tickets', { subject: SAID[6]!, description: SAID[7]! });
    await scene.api('POST', '/support-tickets', { subject: SAID[6]!, description: SAID[7]!, merchantId: 1 });
    await scene.api('GET', '/support-tickets?cursor=odd', undefined, { authorization: 'Bearer not-the-right-one' });
    const goOn = await view.holdEvents();
    await slack.say({ channel: channel.id, user: bo.id, text: `Held: ${SAID[0]!}` });
    await slack.until('a refusal', async () => (await slack.deliveries()).some(({ status }) => status === 503));
    await goOn();
    await scene.restart();
    started.push(...scene.apps);
    await slack.quiet();
    await scene.tickets();

    const log = started.map((app) => app.output()).join('\n');
    expect(log).toContain('"level":20');
    const { botToken } = slack.home;
    const bearer = 'Bearer';
    const keys = [scene.appOptions.adminKey, 'not-the-right-one', bearer];
    const secrets = [botToken, slack.signingSecret, new URL(whereToAnswer).pathname, ...keys];
    const told = [...secrets, ...SAID].filter((secret) => log.toLowerCase().includes(secret.toLowerCase()));
    const where = log.split('\n').filter((line) => told.some((secret) => line.includes(secret)));
    expect(where).toEqual([]);
    expect(told).toEqual([]);
  });
});
