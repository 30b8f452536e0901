import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { onMariaDb, type TestDatabase } from '../support/databases.ts';
import { firstAnswer, untilOneCopyEach } from '../support/scene/copies.ts';
import { viewDatabase, type DatabaseView } from '../support/scene/database-view.ts';
import { Scene } from '../support/scene/scene.ts';
import type { Channel, User } from '../support/slack-stand-in/world-types.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';

onMariaDb((database) => {
  let proxy: TcpProxy;
  let scene: Scene;
  let view: DatabaseView;
  let desk: Channel;
  let acme: { id: number; channel: Channel };
  let bo: User;

  beforeAll(async () => {
    const direct = new URL(await database.createUrl());
    proxy = await startTcpProxy(Number(direct.port));
    const through = new URL(direct);
    through.port = String(proxy.port);
    const proxied: TestDatabase = { name: 'mariadb', createUrl: () => Promise.resolve(through.href) };
    scene = await Scene.open(proxied, { slack: { retryDelaysMs: [20, 500, 1_000, 2_000, 4_000, 8_000] } });
    view = await viewDatabase(direct.href);
    acme = await scene.merchant('Acme');
    desk = await scene.desk();
    bo = await scene.agent('Bo', [], false);
  });
  afterAll(async () => {
    await view.close();
    await scene.close();
    await proxy.close();
  });

  const ready = async () => {
    const response = await fetch(`${scene.apps[0]!.url}/readyz`, { signal: AbortSignal.timeout(3_000) });
    return response.status;
  };
  const ask = async (text: string) => {
    const ada = await scene.slack.addUser({ name: 'Ada' });
    return scene.slack.say({ channel: acme.channel.id, user: ada.id, text });
  };
  const ticketsAbout = async (text: string) =>
    (await scene.tickets()).filter(({ subject }) => subject === text).map(({ id }) => id);

  test.each([
    ['is gone', () => proxy.cut()],
    ['does not answer', () => proxy.swallow()],
  ])('while the database %s events get 503 in time; afterwards each takes effect once', async (how, breakDown) => {
    const { slack } = scene;
    expect(await ready()).toBe(200);
    await ask(`Before it ${how}`);
    const [root] = await slack.untilPosted({ channel: desk.id, containing: `Before it ${how}` });

    breakDown();
    const asked = await ask(`While it ${how}`);
    const answered = await slack.say({ channel: desk.id, user: bo.id, threadTs: root!.ts, text: `Answer, it ${how}` });
    for (const event of [asked, answered]) {
      const first = await firstAnswer(scene, event);
      expect(first).toMatchObject({ status: 503 });
      expect(first.answeredAt - first.at).toBeLessThan(3_000);
    }
    expect(await ready()).toBe(503);
    const metrics = await fetch(`${scene.apps[0]!.url}/metrics`, { signal: AbortSignal.timeout(3_000) });
    expect(metrics.status).toBe(200);

    proxy.mend();
    for (const event of [asked, answered]) await slack.delivered(event, { timeoutMs: 20_000 });
    await untilOneCopyEach(scene, view);
    expect(await ticketsAbout(`While it ${how}`)).toHaveLength(1);
    expect(await slack.posts({ channel: acme.channel.id, containing: `Answer, it ${how}` })).toHaveLength(1);
    expect(await ready()).toBe(200);
  });

  test('it is gone in the middle of a post: nothing is lost, nothing twice', async () => {
    const { slack } = scene;
    const hanging = await slack.fault({
      action: 'hang-after-accepting',
      containing: 'In the middle',
      channel: desk.id,
    });
    await ask('In the middle');
    await hanging.hit();
    proxy.cut();
    await hanging.release();
    await slack.until('the process to notice', async () => (await ready()) === 503);
    proxy.mend();
    await untilOneCopyEach(scene, view);
    expect(await slack.posts({ channel: desk.id, containing: 'In the middle' })).toHaveLength(1);
  });
});
