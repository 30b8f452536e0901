import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { firstAnswer, readCounter, untilOneCopyEach } from '../support/scene/copies.ts';
import { viewDatabase, type DatabaseView } from '../support/scene/database-view.ts';
import { Scene } from '../support/scene/scene.ts';
import type { Channel, User } from '../support/slack-stand-in/world-types.ts';

const FIVE_AT_ONCE = { copies: 5 };

onEachDatabase((database) => {
  let scene: Scene;
  let view: DatabaseView;
  let desk: Channel;
  let acme: { id: number; channel: Channel };
  let ada: User;
  let bo: User;

  beforeAll(async () => {
    scene = await Scene.open(database, { replicas: database.name === 'mariadb' ? 2 : 1 });
    view = await viewDatabase(scene.databaseUrl);
    acme = await scene.merchant('Acme');
    desk = await scene.desk();
    ada = await scene.slack.addUser({ name: 'Ada' });
    bo = await scene.agent('Bo');
  });
  afterAll(async () => {
    await view.close();
    await scene.close();
  });

  const duplicates = () => readCounter(scene, 'switchboard_events_duplicate_total');
  const answersTo = async ({ eventId }: { eventId: string }) =>
    (await scene.slack.deliveries({ eventId })).map(({ status }) => status);

  test('every event comes five times at once: one ticket, each message once, one copy of each', async () => {
    const { slack } = scene;
    const asked = await slack.say({
      channel: acme.channel.id,
      user: ada.id,
      text: 'No payout',
      delivery: FIVE_AT_ONCE,
    });
    const [root] = await slack.untilPosted({ channel: desk.id, containing: 'No payout' });
    // An answer that comes before the root is written down is asked for again, which is another story.
    await scene.settle();
    const more = { channel: acme.channel.id, user: ada.id, threadTs: asked.ts, text: 'For October' };
    const added = await slack.say({ ...more, delivery: FIVE_AT_ONCE });
    const reply = { channel: desk.id, user: bo.id, threadTs: root!.ts, text: 'Looking into it' };
    const answered = await slack.say({ ...reply, delivery: FIVE_AT_ONCE });
    await slack.quiet();

    for (const event of [asked, added, answered]) expect(await answersTo(event)).toEqual([200, 200, 200, 200, 200]);
    await untilOneCopyEach(scene, view);
    const tickets = await scene.tickets();
    expect(tickets).toHaveLength(1);
    const { messages } = await scene.ticket(tickets[0]!.id);
    expect(messages.map(({ text }) => text).sort()).toEqual(['For October', 'Looking into it', 'No payout']);
    expect(await slack.posts({ channel: desk.id, containing: 'For October' })).toHaveLength(1);
    expect(await slack.posts({ channel: acme.channel.id, containing: 'Looking into it' })).toHaveLength(1);
    expect(await duplicates()).toBe(12);
  });

  test('and again, later, one after another, as Slack repeats what it thinks was lost', async () => {
    const { slack } = scene;
    const before = await duplicates();
    const said = await slack.say({ channel: acme.channel.id, user: bo.id, text: 'Hello from an agent' });
    await slack.delivered(said);
    for (let repeat = 0; repeat < 3; repeat += 1) {
      expect(await slack.redeliver(said)).toMatchObject([{ status: 200 }]);
    }
    expect(await duplicates()).toBe(before + 3);
  });

  test('an event that could not be written down in time is answered 503 within 3 s, comes again, and counts once', async () => {
    const { slack } = scene;
    const eve = await slack.addUser({ name: 'Eve' });
    const goOn = await view.holdEvents();
    const said = await slack.say({ channel: acme.channel.id, user: eve.id, text: 'Refund is missing' });
    const refused = await firstAnswer(scene, said);
    await goOn();

    expect(refused).toMatchObject({ status: 503, retryNum: 0 });
    expect(refused.answeredAt - refused.at).toBeLessThan(3_000);
    await slack.delivered(said);
    await slack.untilPosted({ channel: desk.id, containing: 'Refund is missing' });
    await untilOneCopyEach(scene, view);
    const opened = (await scene.tickets()).filter(({ subject }) => subject === 'Refund is missing');
    expect(opened).toHaveLength(1);
    expect((await scene.ticket(opened[0]!.id)).messages).toHaveLength(1);
  });
});
