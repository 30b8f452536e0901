import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { LivePage } from '../support/live-page.ts';
import type { CrashPoint } from '../support/scene/app-options.ts';
import { untilOneCopyEach } from '../support/scene/copies.ts';
import type { DatabaseView } from '../support/scene/database-view.ts';
import { addMember, signIn, urlOf, type Browser } from '../support/scene/members.ts';
import { openToDie } from '../support/scene/quick-death.ts';
import type { Scene, Agent, Merchant } from '../support/scene/scene.ts';
import { beginTalk, type Talk, type Thread } from '../support/scene/talk.ts';
import { ELEMENTS, FORMATTED, TREE, TYPED, elementsOf } from '../support/text/formatted.ts';

/** Between the intent to post and what came of it. */
const POINTS = ['after-intent', 'after-response-before-sent'] as const satisfies readonly CrashPoint[];

onEachDatabase((database) => {
  let scene: Scene;
  let view: DatabaseView;
  let acme: Merchant;
  let bo: Agent;
  let maria: Browser;

  beforeAll(async () => {
    ({ scene, view } = await openToDie(database));
    acme = await scene.merchant('Acme');
    await scene.desk();
    // Nobody is available, so that no card for an agent goes out with the same words in it.
    bo = await scene.agent('Bo', [], false);
    maria = await signIn(scene, await addMember(scene, { name: 'Maria', role: 'merchant', merchantId: acme.id }));
  });
  afterAll(async () => {
    await view.close();
    await scene.close();
  });

  /** The process dies at a point of the way of these words; another one goes on. */
  const dieAt = async (at: CrashPoint, speak: () => Promise<unknown>) => {
    const app = await scene.dieAt({ at, containing: 'total()' });
    await speak();
    expect(await app.gone).toBe('SIGKILL');
    await scene.startApp();
    await scene.settle();
    await untilOneCopyEach(scene, view);
  };
  const openPage = async ({ ticket }: Talk) => {
    const page = await LivePage.open(urlOf(scene), { token: await maria.pass(), ticketId: ticket.id });
    const { messages } = await page.until('recent_messages');
    return { page, messages };
  };
  const sayIn = (thread: Thread, user: string) =>
    scene.slack.say({ ...thread, user, text: 'not read where there are blocks', extra: FORMATTED });
  const expectOneCopy = async (thread: Thread) => {
    const posts = await scene.slack.posts({ ...thread, containing: 'payouts' });
    expect(posts.map(elementsOf)).toEqual([[ELEMENTS]]);
  };
  const expectOnPage = async (talk: Talk) => {
    const { page, messages } = await openPage(talk);
    expect(messages.flatMap(({ rich }) => (rich === undefined ? [] : [rich]))).toEqual([TREE]);
    await page.close();
  };

  test.each(POINTS)('from Slack to the desk and the browser, dying %s', async (point) => {
    const talk = await beginTalk(scene, acme, `A question, ${point}`);
    await dieAt(point, () => sayIn(talk.atMerchant, talk.una.id));
    await expectOneCopy(talk.atDesk);
    await expectOnPage(talk);
  });

  test.each(POINTS)('from the desk to Slack and the browser, dying %s', async (point) => {
    const talk = await beginTalk(scene, acme, `Another question, ${point}`);
    await dieAt(point, () => sayIn(talk.atDesk, bo.id));
    await expectOneCopy(talk.atMerchant);
    await expectOnPage(talk);
  });

  test.each(POINTS)('from the browser to the desk, dying %s', async (point) => {
    const talk = await beginTalk(scene, acme, `A question on a page, ${point}`);
    await dieAt(point, async () => {
      const { page } = await openPage(talk);
      page.say(TYPED, `typed-${point}`);
      await page.ended;
    });
    await expectOneCopy(talk.atDesk);
    await expectOnPage(talk);
  });
});
