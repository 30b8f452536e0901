import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { slackEvents, slackNotices, SPOKEN_SUBTYPES, type EventScene } from '../fixtures/slack-events.ts';
import { onEachDatabase } from '../support/databases.ts';
import { ask, type Asked } from '../support/scene/ask.ts';
import { Scene, type Merchant } from '../support/scene/scene.ts';
import { signRequest } from '../support/slack-stand-in/events/sign-request.ts';
import { waitFor } from '../support/wait-for.ts';

const WARNING = 40;

onEachDatabase((database) => {
  let scene: Scene;
  let acme: Merchant;
  let asked: Asked;
  let place: EventScene;
  /** What the process had logged before the test. */
  let logged = 0;

  beforeAll(async () => {
    scene = await Scene.open(database);
    acme = await scene.merchant('Acme');
    await scene.desk();
    const mia = await scene.slack.addUser({ name: 'Mia' });
    asked = await ask(scene, acme, mia, 'The payout is late');
    const { ts } = asked.said;
    const event_ts = `${Math.floor(Date.now() / 1000)}.900000`;
    place = { team: scene.slack.home.teamId, channel: acme.channel.id, user: mia.id, ts, event_ts };
    logged = scene.apps[0]!.output().length;
  });
  afterAll(() => scene.close());

  const linesSince = () => scene.apps[0]!.output().slice(logged).split('\n').filter(Boolean);
  /** What is no line of the log is one; that a channel was lost is no complaint, but what some of the events say. */
  const complaints = () =>
    linesSince().filter((line) => {
      if (!line.startsWith('{')) return true;
      const { level, msg } = JSON.parse(line) as { level: number; msg: string };
      return level >= WARNING && msg !== 'a channel cannot be reached any more';
    });
  const sendAll = async (events: readonly Readonly<Record<string, unknown>>[]) => {
    for (const event of events) {
      const sent = await scene.slack.sendEvent({ event, delivery: { retry: false } });
      await scene.slack.quiet();
      const [delivery] = await scene.slack.deliveries({ eventId: sent.eventId });
      expect([event['type'], event['subtype'], delivery?.status]).toEqual([event['type'], event['subtype'], 200]);
    }
    await scene.settle();
  };

  test('every type of event is answered, without a complaint and without a ticket', async () => {
    await sendAll(slackEvents(place));
    expect((await scene.tickets()).map(({ id }) => id)).toEqual([asked.ticket.id]);
    expect(complaints()).toEqual([]);
    expect(await scene.metric('switchboard_events_unknown_total')).toEqual(new Map());
  });

  test('so is every note of Slack’s among the messages; an edit changes its message', async () => {
    await sendAll(slackNotices(place));
    const [ticket, ...others] = await scene.tickets();
    expect(others).toEqual([]);
    expect((await scene.ticket(ticket!.id)).messages).toMatchObject([{ text: 'Said better', isEdited: true }]);
    expect(complaints()).toEqual([]);
  });

  test('what a person says is a message, in whatever form: alone, with a file, and shown in the channel too', async () => {
    for (const [subtype, extra] of Object.entries(SPOKEN_SUBTYPES)) {
      const { id } = await scene.slack.addUser({ name: 'Una' });
      const thread = subtype === 'thread_broadcast' ? { threadTs: place.ts } : {};
      await scene.slack.say({
        channel: place.channel,
        user: id,
        text: `Said by ${subtype}`,
        subtype,
        extra,
        ...thread,
      });
    }
    await scene.settle();
    const subjects = (await scene.tickets()).map(({ subject }) => subject);
    expect([...subjects].sort()).toEqual(['Said better', 'Said by file_share', 'Said by me_message']);
    const texts = (await scene.ticket(asked.ticket.id)).messages.map(({ text }) => text);
    expect(texts).toEqual(['Said better', 'Said by thread_broadcast']);
    expect(complaints()).toEqual([]);
  });

  test('what Slack will invent next year is answered, counted, and told once', async () => {
    const soon = { channel: place.channel, user: place.user, ts: place.event_ts, text: 'Beep' };
    await sendAll([
      { type: 'mind_read', ...soon },
      { type: 'mind_read', ...soon },
      { type: 'message', subtype: 'telepathy', ...soon },
    ]);
    expect(await scene.metric('switchboard_events_unknown_total')).toEqual(
      new Map([
        ['{platform="slack",type="mind_read"}', 2],
        ['{platform="slack",type="message/telepathy"}', 1],
      ]),
    );
    expect(linesSince().filter((line) => line.includes('mind_read'))).toHaveLength(1);
    expect((await scene.tickets()).length).toBe(3);
    expect(complaints()).toEqual([]);
  });

  test('that Slack holds events back, which it tells outside of any event, is heard', async () => {
    const told = {
      type: 'app_rate_limited',
      team_id: place.team,
      minute_rate_limited: 1_790_000_000,
      api_app_id: 'A0',
    };
    const body = JSON.stringify(told);
    const request = signRequest({ contentType: 'application/json', body }, scene.slack.signingSecret);
    const { status } = await fetch(`${scene.apps[0]!.url}/slack/events`, { method: 'POST', ...request });
    expect(status).toBe(200);
    await waitFor(() => complaints().some((line) => line.includes('Slack holds events back')));
  });
});
