import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { verifySlackRequest } from '@slack/bolt';
import { startSlackStandIn, type StandInOptions } from '../../support/slack-stand-in/start-slack-stand-in.ts';
import type { SlackStandIn } from '../../support/slack-stand-in/client.ts';
import { measureRun } from '../../support/slack-stand-in/measure-run.ts';
import type { Forgery } from '../../support/slack-stand-in/protocol.ts';
import { startAppStub, type AppStub, type ReceivedRequest } from './app-stub.ts';
import { createWebClient } from './web-client.ts';

let slack: SlackStandIn;
let apps: AppStub[] = [];
let channel: string;
let ada: string;

async function start(options: StandInOptions = {}): Promise<void> {
  slack = await startSlackStandIn({ retryDelaysMs: [0, 20, 40], answerTimeoutMs: 300, ...options });
  channel = (await slack.addChannel({ name: 'acme' })).id;
  ada = (await slack.addUser({ name: 'Ada' })).id;
}

async function useApp(answer?: (request: ReceivedRequest) => number | null): Promise<AppStub> {
  const app = await startAppStub(answer);
  apps.push(app);
  await slack.setAppUrls(...apps.map(({ url }) => url));
  return app;
}

beforeEach(() => start());

afterEach(async () => {
  await Promise.all(apps.map((app) => app.stop()));
  apps = [];
  await slack.stop();
});

function verify({ body, headers }: ReceivedRequest): void {
  verifySlackRequest({
    signingSecret: slack.signingSecret,
    body,
    headers: {
      'x-slack-signature': String(headers['x-slack-signature']),
      'x-slack-request-timestamp': Number(headers['x-slack-request-timestamp']),
    },
  });
}

describe('what people say', () => {
  test('arrives signed, as the composer makes it', async () => {
    const app = await useApp();
    const said = await slack.say({ channel, user: ada, text: 'Hi <@U0BOT>, 2 < 3 & https://a.example/?b 🎫' });
    await slack.delivered(said);
    const [request] = app.received;
    const envelope = JSON.parse(request!.body) as Record<string, unknown>;

    expect(() => verify(request!)).not.toThrow();
    expect(request!.path).toBe('/slack/events');
    expect(envelope).toMatchObject({
      type: 'event_callback',
      event_id: said.eventId,
      team_id: 'T0HOME',
      api_app_id: slack.home.appId,
      authorizations: [{ team_id: 'T0HOME', user_id: 'U0BOT', is_bot: true }],
      event: {
        type: 'message',
        user: ada,
        ts: said.ts,
        event_ts: said.ts,
        channel,
        channel_type: 'channel',
        text: 'Hi <@U0BOT>, 2 &lt; 3 &amp; <https://a.example/?b> :ticket:',
      },
    });
    expect(
      (envelope['event'] as { blocks: [{ elements: [{ elements: unknown }] }] }).blocks[0].elements[0].elements,
    ).toEqual([
      { type: 'text', text: 'Hi ' },
      { type: 'user', user_id: 'U0BOT' },
      { type: 'text', text: ', 2 < 3 & ' },
      { type: 'link', url: 'https://a.example/?b' },
      { type: 'text', text: ' ' },
      { type: 'emoji', name: 'ticket', unicode: '1f3ab' },
    ]);
  });

  test('replies, edits, removals and reactions arrive, too', async () => {
    const app = await useApp();
    const root = await slack.say({ channel, user: ada, text: 'root' });
    const reply = await slack.say({ channel, user: ada, text: 'reply', threadTs: root.ts });
    await slack.edit({ channel, ts: reply.ts, text: 'better' });
    await slack.remove({ channel, ts: reply.ts });
    await slack.react({ channel, ts: root.ts, user: ada, reaction: 'ticket' });
    await slack.until('five events', () => app.received.length === 5);

    const find = (fields: object): unknown => expect.objectContaining(fields);
    const events = app.events();
    expect(events).toContainEqual(find({ text: 'reply', thread_ts: root.ts, parent_user_id: ada }));
    expect(events).toContainEqual(
      find({ subtype: 'message_changed', message: find({ text: 'better', ts: reply.ts }) }),
    );
    expect(events).toContainEqual(find({ subtype: 'message_deleted', deleted_ts: reply.ts }));
    expect(events).toContainEqual(find({ type: 'reaction_added', item: { type: 'message', channel, ts: root.ts } }));
  });

  test('a reply that a person sends to the channel, too, is among the replies of its root', async () => {
    const app = await useApp();
    const { ts: threadTs } = await slack.say({ channel, user: ada, text: 'root' });
    const said = await slack.say({ channel, user: ada, text: 'for all', threadTs, subtype: 'thread_broadcast' });
    await slack.delivered(said);

    expect(app.events()).toContainEqual(
      expect.objectContaining({ text: 'for all', root: expect.objectContaining({ latest_reply: said.ts }) }),
    );
    expect(await slack.messages({ channel, threadTs })).toMatchObject([{ isBroadcast: true }]);
  });

  test('a command is answered by the app', async () => {
    const app = await useApp();
    const answer = await slack.command({ command: '/desk', text: 'merchant Acme', channel, user: ada });

    expect(answer).toMatchObject({ status: 200, body: 'noted' });
    expect(() => verify(app.received[0]!)).not.toThrow();
    expect(new URLSearchParams(app.received[0]!.body).get('text')).toBe('merchant Acme');
  });
});

describe('repeats', () => {
  test('comes again until it is answered with 2xx, and says why', async () => {
    const answers = [500, null, 200];
    const app = await useApp(() => answers.shift()!);
    const said = await slack.say({ channel, user: ada, text: 'hello' });
    await slack.delivered(said);
    const retries = app.received.map(({ headers }) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']]);

    expect(retries).toEqual([
      [undefined, undefined],
      ['1', 'http_error'],
      ['2', 'http_timeout'],
    ]);
    expect(new Set(app.received.map(({ body }) => body)).size).toBe(1);
    expect(await slack.deliveries({ eventId: said.eventId })).toMatchObject([
      { retryNum: 0, status: 500 },
      { retryNum: 1, status: null },
      { retryNum: 2, status: 200 },
    ]);
  });

  test('gives up after the last repeat', async () => {
    const app = await useApp(() => 503);
    await slack.say({ channel, user: ada, text: 'hello' });
    await slack.quiet();

    expect(app.received).toHaveLength(4);
  });

  test('reaches an app that comes up later', async () => {
    const said = await slack.say({ channel, user: ada, text: 'hello', delivery: { delayMs: 0 } });
    const app = await useApp();
    await slack.delivered(said);

    expect(app.events()).toMatchObject([{ text: 'hello' }]);
  });

  test('several copies at once go to the replicas in turn', async () => {
    const [one, two] = [await useApp(), await useApp()];
    await slack.say({ channel, user: ada, text: 'hello', delivery: { copies: 5 } });
    await slack.quiet();

    expect([one.received.length, two.received.length]).toEqual([3, 2]);
  });

  test('what is held goes out when and as the test says', async () => {
    const app = await useApp();
    await slack.hold();
    const said = [
      await slack.say({ channel, user: ada, text: 'one' }),
      await slack.say({ channel, user: ada, text: 'two' }),
      await slack.say({ channel, user: ada, text: 'three' }),
    ];
    await slack.release([said[2]!, said[0]!]);
    await slack.release();

    expect(app.events().map(({ text }) => text)).toEqual(['three', 'one', 'two']);
  });

  test('a replay is the same request, a redelivery the same event', async () => {
    const app = await useApp();
    const said = await slack.say({ channel, user: ada, text: 'hello' });
    await slack.delivered(said);
    await slack.replay(said);
    await slack.redeliver(said, { copies: 2 });

    expect(app.received).toHaveLength(4);
    expect(app.received[1]).toEqual(app.received[0]);
    expect(new Set(app.received.map(({ body }) => body)).size).toBe(1);
    app.received.forEach(verify);
  });
});

describe('forgeries', () => {
  const caught: Forgery[] = ['wrong-secret', 'altered-body', 'old-timestamp', 'no-signature', 'garbled-signature'];

  test.each([...caught, 'no-timestamp'] as Forgery[])('%s does not pass for Slack', async (how) => {
    const app = await useApp();
    await slack.forge({ channel, user: ada, text: 'give me admin' }, how);

    expect(() => verify(app.received[0]!)).toThrow();
    expect(await slack.messages({ channel })).toEqual([]);
  });

  test('a timestamp of the future is signed rightly: the app must look at its clock', async () => {
    const app = await useApp();
    await slack.forge({ channel, user: ada, text: 'soon' }, 'future-timestamp');

    expect(Number(app.received[0]!.headers['x-slack-request-timestamp'])).toBeGreaterThan(Date.now() / 1000 + 500);
    expect(() => verify(app.received[0]!)).not.toThrow();
  });
});

describe('echoes', () => {
  const metadata = { event_type: 'delivery', event_payload: { key: 'k1' } };
  const post = (): Promise<unknown> =>
    createWebClient(slack).chat.postMessage({
      channel,
      text: 'ours',
      username: 'Bo',
      metadata,
    });

  test('our own post comes back with our names and metadata', async () => {
    const app = await useApp();
    await post();
    await slack.until('the echo', () => app.received.length === 1);
    const { botId, appId } = slack.home;

    expect(app.events()).toMatchObject([
      {
        subtype: 'bot_message',
        bot_id: botId,
        app_id: appId,
        bot_profile: { app_id: appId },
        username: 'Bo',
        metadata,
      },
    ]);
  });

  test('a reply to all brings the root of its thread', async () => {
    const app = await useApp();
    const root = await slack.say({ channel, user: ada, text: 'root' });
    const reply = { channel, thread_ts: root.ts, text: 'for all', metadata };
    const { ts } = await createWebClient(slack).chat.postMessage({ ...reply, reply_broadcast: true });
    await slack.until('the echo', () => app.received.length === 2);

    expect(app.events()[1]).toMatchObject({
      type: 'message',
      subtype: 'thread_broadcast',
      bot_id: slack.home.botId,
      app_id: slack.home.appId,
      metadata,
      ts,
      thread_ts: root.ts,
      root: { text: 'root', user: ada, ts: root.ts, thread_ts: root.ts, reply_count: 1, latest_reply: ts },
    });
    expect(app.events()[1]).not.toHaveProperty('parent_user_id');
  });

  test('also before the answer', async () => {
    const app = await useApp();
    await slack.setEcho('before');
    await post();

    expect(app.received).toHaveLength(1);
  });

  test('also when the answer is lost', async () => {
    const app = await useApp();
    await slack.fault({ action: 'cut-after-accepting' });
    await post().catch(() => undefined);
    await slack.until('the echo', () => app.received.length >= 1);

    expect(app.events()).toMatchObject([{ text: 'ours' }]);
  });
});

test('says many at a rate and finds them again', async () => {
  await useApp((request) => {
    const { event } = JSON.parse(request.body) as { event: { text: string; bot_id?: string } };
    if (event.bot_id === undefined) void relay(event.text);
    return 200;
  });
  await slack.setEcho('off');
  const { id: desk } = await slack.addChannel();
  const web = createWebClient(slack);
  const relay = (text: string): Promise<unknown> => web.chat.postMessage({ channel: desk, text: `Ada: ${text}` });
  const results = await slack.sayAtRate({ count: 50, perSecond: 100, channels: [channel], users: [ada] });
  const posts = await slack.untilPosted({ channel: desk }, 50);
  const measures = measureRun(results, posts);

  expect(measures).toMatchObject({ notAnsweredWith2xx: 0, notDelivered: 0, delivered: { count: 50 } });
  expect(measures.delivered.p50).toBeGreaterThan(0);
});
