import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import type { CrashPoint } from '../support/scene/app-options.ts';
import { untilOneCopyEach } from '../support/scene/copies.ts';
import type { DatabaseView } from '../support/scene/database-view.ts';
import { openToDie } from '../support/scene/quick-death.ts';
import type { Scene, Agent, Merchant } from '../support/scene/scene.ts';
import { beginTalk, type Talk } from '../support/scene/talk.ts';

onEachDatabase((database) => {
  let scene: Scene;
  let view: DatabaseView;
  let acme: Merchant;
  let bo: Agent;

  beforeAll(async () => {
    ({ scene, view } = await openToDie(database));
    acme = await scene.merchant('Acme');
    await scene.desk();
    bo = await scene.agent('Bo', [], false);
  });
  beforeEach(() => scene.slack.clearFaults());
  afterAll(async () => {
    await view.close();
    await scene.close();
  });

  const answerWith = async (talk: Talk, name: string) => {
    const { id } = await scene.slack.addFile({ name, size: 50_000 });
    await scene.slack.say({ ...talk.atDesk, user: bo.id, text: `See ${name}`, files: [id] });
    return { id };
  };
  const sharesOf = async ({ atMerchant }: Talk) => {
    const posts = await scene.slack.posts(atMerchant);
    return posts.filter(({ subtype }) => subtype === 'file_share').map(({ files }) => files?.[0]?.['name']);
  };

  test.each<CrashPoint>(['after-upload', 'after-intent', 'after-response-before-sent'])(
    'a process that dies at %s leaves one copy of a file',
    async (at) => {
      await scene.slack.setEcho('off');
      const talk = await beginTalk(scene, acme, `The ${at} is broken`);
      const name = `${at}.pdf`;
      // Of the words, which name the file, too, it does not die.
      const app = await scene.restart({ at, containing: at === 'after-upload' ? name : `"name":"${name}"` });
      await answerWith(talk, name);
      expect(await app.gone).toBe('SIGKILL');
      await scene.restart();
      await untilOneCopyEach(scene, view);
      expect(await sharesOf(talk)).toEqual([name]);
      await scene.slack.setEcho('after');
    },
  );

  test('so does an answer that was lost, with our echo and without', async () => {
    const talk = await beginTalk(scene, acme, 'The answers are lost');
    for (const echo of ['after', 'off'] as const) {
      await scene.slack.setEcho(echo);
      await scene.slack.fault({ action: 'cut-after-accepting', method: 'files.completeUploadExternal' });
      await answerWith(talk, `${echo}.pdf`);
      await untilOneCopyEach(scene, view);
    }
    await scene.slack.setEcho('after');
    expect(await sharesOf(talk)).toEqual(['after.pdf', 'off.pdf']);
  });

  test('and a request that never came, a limit, and bytes that broke off', async () => {
    const talk = await beginTalk(scene, acme, 'The line is bad');
    await scene.slack.fault({ action: 'cut-before-accepting', method: 'files.completeUploadExternal' });
    await answerWith(talk, 'cut.pdf');
    await untilOneCopyEach(scene, view);
    const method = 'files.getUploadURLExternal';
    await scene.slack.fault({ action: 'rate-limit', retryAfterSeconds: 1, method });
    await scene.slack.fault({ action: 'server-error', status: 503, method: 'file-upload' });
    await scene.slack.fault({ action: 'server-error', status: 503, method: 'file-download' });
    await answerWith(talk, 'broken.pdf');
    await untilOneCopyEach(scene, view);
    expect(await sharesOf(talk)).toEqual(['cut.pdf', 'broken.pdf']);
  });
});
