import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import type { CrashPoint } from '../support/scene/app-options.ts';
import { untilOneCopyEach } from '../support/scene/copies.ts';
import type { DatabaseView } from '../support/scene/database-view.ts';
import { openToDie } from '../support/scene/quick-death.ts';
import type { Scene, Agent, Merchant } from '../support/scene/scene.ts';
import { beginTalk, copiesIn, sayIn, type Talk } from '../support/scene/talk.ts';
import type { Said } from '../support/slack-stand-in/protocol.ts';

/** What is done with an answer, and what the merchant sees then. */
const DEEDS = {
  edit: { text: 'the new words', left: ['the new words'] },
  hide: { text: '// the new words', left: [] },
  delete: { text: null, left: [] },
} as const;

const CASES: readonly (readonly [keyof typeof DEEDS, CrashPoint])[] = [
  ['edit', 'before-commit'],
  ['edit', 'after-commit-before-answer'],
  ['edit', 'after-edit'],
  ['hide', 'before-commit'],
  ['hide', 'before-remove'],
  ['hide', 'after-remove'],
  ['delete', 'after-commit-before-answer'],
  ['delete', 'before-remove'],
  ['delete', 'after-remove'],
];

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
  afterAll(async () => {
    await view.close();
    await scene.close();
  });

  const isDoing = (point: CrashPoint) => point === 'before-remove' || point === 'after-remove';
  const change = ({ channel, ts }: Said, text: string | null) =>
    text === null ? scene.slack.remove({ channel, ts }) : scene.slack.edit({ channel, ts, text });
  /** The next process dies at a point; it is not told what happens there before. */
  const dieAt = async (at: CrashPoint, containing: string, act: () => Promise<unknown>) => {
    const app = await scene.dieAt({ at, containing });
    await act();
    expect(await app.gone).toBe('SIGKILL');
  };
  const settled = async () => {
    await scene.startApp();
    await scene.settle();
    await untilOneCopyEach(scene, view);
  };
  const answered = async (text: string): Promise<{ talk: Talk; said: Said }> => {
    const talk = await beginTalk(scene, acme, `What about ${text}?`);
    return { talk, said: await sayIn(scene, talk.atDesk, bo, text) };
  };

  test.each(CASES)('%s, dying %s', async (deed, point) => {
    const { talk, said } = await answered('the old words');
    const { text, left } = DEEDS[deed];
    const containing = isDoing(point) ? talk.atMerchant.threadTs : point === 'after-edit' ? 'the new words' : said.ts;
    await dieAt(point, containing, () => change(said, text));
    await settled();
    expect(await copiesIn(scene, talk.atMerchant)).toEqual(left);
  });

  test.each(['before-remove', 'after-remove'] as const)('brought back after dying %s: one copy', async (point) => {
    const { talk, said } = await answered('the old words');
    const all = await scene.slack.messages({ channel: said.channel });
    const message = all.find((one) => one.ts === said.ts);
    await dieAt(point, talk.atMerchant.threadTs, () => change(said, null));
    const ts = `${Math.floor(Date.now() / 1000) + 5}.000100`;
    const changed = { type: 'message', subtype: 'message_changed', channel: said.channel, ts, event_ts: ts };
    const now = { ...message!, type: 'message', blocks: undefined, text: 'back again', edited: { user: bo.id, ts } };
    await scene.startApp();
    await scene.slack.sendEvent({ event: { ...changed, message: now } });
    await scene.settle();
    await untilOneCopyEach(scene, view);
    expect(await copiesIn(scene, talk.atMerchant)).toEqual(['back again']);
  });

  test.each([
    ['after-intent', 'the new words'],
    ['after-response-before-sent', 'the new words'],
    ['after-intent', null],
    ['after-response-before-sent', null],
    ['after-intent', '// the new words'],
    ['after-response-before-sent', '// the new words'],
  ] as const)('changed while the copy may stand there already, dying %s: %j', async (point, text) => {
    const talk = await beginTalk(scene, acme, 'What about the copy?');
    let said: Said;
    await dieAt(point, 'the old words', async () => {
      said = await scene.slack.say({ ...talk.atDesk, user: bo.id, text: 'the old words' });
    });
    await scene.slack.hold();
    await scene.startApp();
    const event = await change(said!, text);
    await scene.slack.release([event]);
    await scene.slack.release();
    await scene.settle();
    await untilOneCopyEach(scene, view);
    expect(await copiesIn(scene, talk.atMerchant)).toEqual(text === 'the new words' ? ['the new words'] : []);
  });
});
