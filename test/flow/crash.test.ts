import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import type { Crash } from '../support/scene/app-options.ts';
import { untilOneCopyEach, wordsInThread } from '../support/scene/copies.ts';
import { viewDatabase, type DatabaseView } from '../support/scene/database-view.ts';
import { RETRIES_MS } from '../support/scene/quick-death.ts';
import { Scene } from '../support/scene/scene.ts';
import type { Channel, User } from '../support/slack-stand-in/world-types.ts';

/** While the event is taken: the platform sends it again. */
const TAKING = ['before-commit', 'after-commit-before-answer'] as const;
/** While it is posted: the intent says that it may stand there. */
const POSTING = ['after-intent', 'after-accept-before-response', 'after-response-before-sent'] as const;
const WAYS = ['a new ticket', "a merchant's reply", "an agent's reply"] as const;

interface Case {
  readonly point: (typeof TAKING | typeof POSTING)[number];
  readonly way: (typeof WAYS)[number];
  /** What is said before the message in whose middle the process dies, that message, and the one after it. */
  readonly said: readonly [string, string, string];
}

/** Where a person speaks, and where the other side reads it. */
interface Talk {
  readonly from: { readonly channel: string; readonly user: string; readonly threadTs: string };
  readonly to: { readonly channel: string; readonly threadTs: string };
}

const casesOf = (points: readonly Case['point'][]): Case[] =>
  points
    .flatMap((point) => WAYS.map((way) => ({ point, way })))
    .map((what, index) => ({ ...what, said: [`word ${index}a`, `word ${index}b`, `word ${index}c`] }));

/** A process that hangs in the platform's call is killed from outside. */
const crashOf = ({ point, said }: Case): Crash | undefined =>
  point === 'after-accept-before-response' ? undefined : { at: point, containing: said[1] };

onEachDatabase((database) => {
  describe.each([
    ['our own post, seen, is the receipt', 'whole', [...TAKING, ...POSTING]],
    ['no event tells which post was seen: reading back alone', 'type-only', POSTING],
  ] as const)('%s', (_, metadataInEvents, points) => {
    const cases = casesOf(points);
    let scene: Scene;
    let view: DatabaseView;
    let desk: Channel;
    let acme: { id: number; channel: Channel };
    let bo: User;
    /** The case at whose point the running process dies. */
    let armed: Case | undefined;

    beforeAll(async () => {
      scene = await Scene.open(database, {
        slack: { metadataInEvents, retryDelaysMs: RETRIES_MS },
        app: { leaseMs: 800, requestTimeoutMs: 400 },
      });
      view = await viewDatabase(scene.databaseUrl);
      acme = await scene.merchant('Acme');
      desk = await scene.desk();
      // Nobody is available, so that no card for an agent goes out with the same words in it.
      bo = await scene.agent('Bo', [], false);
    });
    afterAll(async () => {
      await view.close();
      await scene.close();
    });

    /** Starting takes its time, so who starts after one death is armed for the next. */
    const arm = async (next: Case | undefined) => {
      if (next === armed && scene.apps.length > 0) return;
      const crash = next && crashOf(next);
      await (crash ? scene.dieAt(crash) : scene.restart());
      armed = next;
    };

    const dieOf = async ({ point, said }: Case, speak: () => Promise<unknown>) => {
      const [app] = scene.apps;
      if (point === 'after-accept-before-response') {
        const fault = { action: 'hang-after-accepting', method: 'chat.postMessage', containing: said[1] } as const;
        const hanging = await scene.slack.fault(fault);
        await speak();
        await hanging.hit();
        await app!.kill();
        await hanging.release();
      } else await speak();
      expect(await app!.gone).toBe('SIGKILL');
      armed = undefined;
    };

    /** Somebody new asks: what one person says within two minutes is one ticket. */
    const ask = async (text: string): Promise<Talk['from']> => {
      const place = { channel: acme.channel.id, user: (await scene.slack.addUser({ name: 'Ada' })).id };
      return { ...place, threadTs: (await scene.slack.say({ ...place, text })).ts };
    };
    const deskThreadOf = async (text: string): Promise<Talk['to']> => {
      const [root] = await scene.slack.untilPosted({ channel: desk.id, threadTs: null, containing: text });
      return { channel: desk.id, threadTs: root!.ts };
    };

    /** What is said while nobody is there comes again later; where even the order is to be shown, it waits for that. */
    const goOn = async ({ point, said }: Case, from: Talk['from'], next: Case | undefined) => {
      const { slack } = scene;
      const isLost = point === 'before-commit';
      if (!isLost) await slack.say({ ...from, text: said[2] });
      await arm(next);
      if (!isLost) return;
      await slack.quiet();
      await slack.say({ ...from, text: said[2] });
    };

    const dieOpening = async (current: Case, next: Case | undefined): Promise<Talk['to']> => {
      let from: Talk['from'] | undefined;
      await dieOf(current, async () => (from = await ask(current.said[1])));
      await goOn(current, from!, next);
      return deskThreadOf(current.said[1]);
    };

    const dieReplying = async (current: Case, next: Case | undefined): Promise<Talk['to']> => {
      const { slack } = scene;
      const [before, word] = current.said;
      const subject = `Ticket of ${before}`;
      const asked = await ask(subject);
      const thread = await deskThreadOf(subject);
      const talk: Talk =
        current.way === "an agent's reply"
          ? { from: { ...thread, user: bo.id }, to: asked }
          : { from: asked, to: thread };
      await slack.delivered(await slack.say({ ...talk.from, text: before }));
      await dieOf(current, () => slack.say({ ...talk.from, text: word }));
      await goOn(current, talk.from, next);
      return { channel: talk.to.channel, threadTs: talk.to.threadTs };
    };

    test.each(cases)('$point, $way', async (current) => {
      await arm(current);
      const next = cases[cases.indexOf(current) + 1];
      const isNew = current.way === 'a new ticket';
      const thread = isNew ? await dieOpening(current, next) : await dieReplying(current, next);
      await untilOneCopyEach(scene, view);
      expect(await wordsInThread(scene, thread, current.said)).toEqual(isNew ? current.said.slice(2) : current.said);
    });
  });
});
