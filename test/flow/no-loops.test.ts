import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { untilOneCopyEach } from '../support/scene/copies.ts';
import { countRows, viewDatabase, type DatabaseView } from '../support/scene/database-view.ts';
import { Scene } from '../support/scene/scene.ts';
import type { EchoMode } from '../support/slack-stand-in/protocol.ts';
import type { Channel, User } from '../support/slack-stand-in/world-types.ts';

type Event = Readonly<Record<string, unknown>>;

onEachDatabase((database) => {
  let scene: Scene;
  let view: DatabaseView;
  let desk: Channel;
  let acme: { id: number; channel: Channel };
  let bo: User;

  beforeAll(async () => {
    scene = await Scene.open(database, { app: { requestTimeoutMs: 2_000 } });
    view = await viewDatabase(scene.databaseUrl);
    acme = await scene.merchant('Acme');
    desk = await scene.desk();
    bo = await scene.agent('Bo');
  });
  afterAll(async () => {
    await view.close();
    await scene.close();
  });

  /** Tickets, messages and posts are what a loop would make more of. */
  const told = async () => {
    const { ticket, message, delivery } = await countRows(view);
    return { ticket, message, delivery };
  };
  const settled = async () => {
    await scene.slack.quiet();
    await scene.untilIdle();
    await untilOneCopyEach(scene, view);
    return told();
  };

  test.each<EchoMode>(['after', 'before', 'off'])(
    'what we post and edit ourselves comes back (%s the answer), and is nobody’s words',
    async (echo) => {
      const { slack } = scene;
      await slack.setEcho(echo);
      const before = await told();
      const ada = await slack.addUser({ name: 'Ada' });
      const asked = await slack.say({ channel: acme.channel.id, user: ada.id, text: `Payout is late, ${echo}` });
      const [root] = await slack.untilPosted({ channel: desk.id, threadTs: null, containing: `late, ${echo}` });
      await slack.say({ channel: desk.id, user: bo.id, threadTs: root!.ts, text: `On its way, ${echo}` });
      const [copy] = await slack.untilPosted({ channel: acme.channel.id, containing: `On its way, ${echo}` });
      expect(copy).toMatchObject({ threadTs: asked.ts });

      // Status line, desk card, agent's card and one copy: edited in place, and nothing is answered.
      const after = await settled();
      expect(after).toEqual({
        ticket: before.ticket! + 1,
        message: before.message! + 2,
        delivery: before.delivery! + 4,
      });
      const edits = (await slack.accepted({ method: 'chat.update' })).map(({ ts }) => ts);
      expect(edits).toContain(root!.ts);
    },
  );

  describe('what no person said', () => {
    let before: Awaited<ReturnType<typeof told>>;
    let place: { readonly merchant: Event; readonly thread: Event };
    let ours: Event;
    const theirs = { bot_id: 'B0OTHER', app_id: 'A0OTHER', user: 'U0OTHER' };

    beforeEach(async () => {
      const [root] = await scene.slack.posts({ channel: desk.id, threadTs: null });
      const channel_type = 'channel';
      place = {
        merchant: { type: 'message', channel: acme.channel.id, channel_type },
        thread: { type: 'message', channel: desk.id, channel_type, thread_ts: root!.ts },
      };
      const { botId, botUserId, appId } = scene.slack.home;
      ours = { bot_id: botId, app_id: appId, user: botUserId };
      before = await settled();
    });

    let count = 0;
    const nextTs = () => `${Math.floor(Date.now() / 1000)}.9${String((count += 1)).padStart(5, '0')}`;
    const happens = async (event: Event) => {
      const ts = nextTs();
      const sent = await scene.slack.sendEvent({ event: { ts, event_ts: ts, ...event } });
      expect(await scene.slack.delivered(sent)).toMatchObject({ retryNum: 0, status: 200 });
    };

    test.each(['merchant', 'thread'] as const)('another bot speaks (%s)', async (where) => {
      await happens({ ...place[where], ...theirs, text: 'Build failed' });
      await happens({ ...place[where], ...theirs, subtype: 'bot_message', username: 'CI', text: 'Build failed' });
      await happens({ ...place[where], bot_id: 'B0OTHER', text: 'Build failed' });
      await happens({ ...place[where], user: 'USLACKBOT', text: 'Reminder: payouts' });
      expect(await settled()).toEqual(before);
    });

    test.each(['merchant', 'thread'] as const)('we speak in ways that this code does not (%s)', async (where) => {
      const text = 'What we said ourselves';
      await happens({ ...place[where], ...ours, text });
      await happens({ ...place[where], ...ours, text, subtype: 'bot_message', username: 'Bo' });
      await happens({ ...place[where], ...ours, text, subtype: 'me_message' });
      await happens({ ...place[where], ...ours, text, subtype: 'file_share', files: [] });
      await happens({ ...place[where], ...ours, text, subtype: 'thread_broadcast' });
      // Some of what a bot does names its account alone.
      await happens({ ...place[where], user: ours['user'], text });
      await happens({ ...place[where], user: ours['user'], text, subtype: 'me_message' });
      expect(await settled()).toEqual(before);
    });

    test.each(['merchant', 'thread'] as const)('posts of ours are edited, unfurled and deleted (%s)', async (where) => {
      const message = { ...ours, ...place[where], ts: nextTs(), text: 'Ours' };
      const edited = { ...message, text: 'Ours, edited', edited: { user: ours['user'], ts: nextTs() } };
      const hidden = { ...place[where], hidden: true, thread_ts: undefined };
      await happens({ ...hidden, subtype: 'message_changed', message: edited, previous_message: message });
      await happens({ ...hidden, subtype: 'message_changed', message: { ...message, attachments: [{}] } });
      await happens({ ...hidden, subtype: 'message_replied', message: { ...message, reply_count: 1 } });
      await happens({ ...hidden, subtype: 'message_deleted', deleted_ts: message.ts, previous_message: message });
      expect(await settled()).toEqual(before);
    });

    test('another app copies the key of a post that is on its way: that is no receipt', async () => {
      const { slack } = scene;
      await slack.setEcho('off');
      const text = 'Where the key is copied';
      const hanging = await slack.fault({ action: 'hang-before-accepting', containing: text, channel: desk.id });
      const ada = await slack.addUser({ name: 'Ada' });
      await slack.say({ channel: acme.channel.id, user: ada.id, text });
      await hanging.hit();
      const calls = await slack.calls({ method: 'chat.postMessage', channel: desk.id });
      const metadata: unknown = JSON.parse(String(calls.at(-1)!.args['metadata']));
      await happens({ ...place.merchant, ...theirs, channel: desk.id, text, metadata });
      await hanging.release();
      await settled();
      expect(await slack.posts({ channel: desk.id, containing: text })).toHaveLength(1);
    });
  });
});
