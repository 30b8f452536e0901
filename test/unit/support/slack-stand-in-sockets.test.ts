import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import type { SlackStandIn } from '../../support/slack-stand-in/client.ts';
import { startSlackStandIn } from '../../support/slack-stand-in/start-slack-stand-in.ts';

interface Envelope {
  readonly type: string;
  readonly envelope_id: string;
  readonly payload: Record<string, unknown>;
  readonly retry_attempt?: number;
  readonly reason?: string;
}

let slack: SlackStandIn;
let channel: string;
let ada: string;
let open: WebSocket[] = [];

beforeEach(async () => {
  slack = await startSlackStandIn({ socketMode: true, retryDelaysMs: [0, 20], answerTimeoutMs: 300 });
  channel = (await slack.addChannel()).id;
  ada = (await slack.addUser({ name: 'Ada' })).id;
});

afterEach(async () => {
  open.forEach((socket) => socket.terminate());
  open = [];
  await slack.stop();
});

async function askForSocket(token = slack.appToken): Promise<{ ok: boolean; url: string; error?: string }> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${slack.apiUrl}apps.connections.open`, { method: 'POST', headers });
  return (await response.json()) as { ok: boolean; url: string; error?: string };
}

/** A socket of an app that hears everything and acknowledges what `answer` gives something for. */
async function connect(answer: (envelope: Envelope) => object | null = () => ({})): Promise<Envelope[]> {
  const heard: Envelope[] = [];
  const socket = new WebSocket((await askForSocket()).url);
  open.push(socket);
  socket.on('message', (data: Buffer) => {
    const envelope = JSON.parse(data.toString()) as Envelope;
    heard.push(envelope);
    const payload = envelope.type === 'hello' ? null : answer(envelope);
    if (payload !== null) socket.send(JSON.stringify({ envelope_id: envelope.envelope_id, payload }));
  });
  await slack.until('the greeting', () => heard.length > 0);
  return heard;
}

test('only the app’s own token opens a socket, and an address admits once', async () => {
  expect(await askForSocket(slack.home.botToken)).toEqual({ ok: false, error: 'not_allowed_token_type' });
  expect(await askForSocket('xapp-another')).toEqual({ ok: false, error: 'invalid_auth' });
  const heard = await connect();
  expect(heard).toMatchObject([{ type: 'hello', num_connections: 1 }]);
  await expect(once(new WebSocket(open[0]!.url), 'open')).rejects.toThrow('401');
});

test('an event goes to one of the sockets, and again until it is acknowledged', async () => {
  let isWilling = false;
  const heard = await connect(({ retry_attempt }) => {
    if (retry_attempt === 2) isWilling = true;
    return isWilling ? {} : null;
  });
  const said = await slack.say({ channel, user: ada, text: 'Hello' });
  await slack.delivered(said);
  expect(heard.slice(1)).toMatchObject(
    [0, 1, 2].map((retry_attempt) => ({
      type: 'events_api',
      accepts_response_payload: false,
      retry_attempt,
      payload: { event_id: said.eventId, event: { type: 'message', text: 'Hello' } },
    })),
  );
  expect((await slack.deliveries()).map(({ status, failure }) => failure ?? status)).toEqual([
    'http_timeout',
    'http_timeout',
    200,
  ]);
});

test('sockets take turns, and nobody is at home without one', async () => {
  const alone = await slack.say({ channel, user: ada, text: 'Hello', delivery: { retry: false } });
  const [none] = await slack.until('the attempt', async () => {
    const attempts = await slack.deliveries({ eventId: alone.eventId });
    return attempts.length > 0 && attempts;
  });
  expect(none).toMatchObject({ status: null, failure: 'connection_failed' });
  const [one, two] = [await connect(), await connect()];
  for (const text of ['a', 'b']) await slack.delivered(await slack.say({ channel, user: ada, text }));
  expect([one.length, two.length]).toEqual([2, 2]);
});

test('what a command’s acknowledgement brings is its answer; a click’s brings none', async () => {
  await connect(() => ({ text: 'Hi' }));
  const told = await slack.command({ command: '/desk', text: 'status', channel, user: ada });
  expect(told).toMatchObject({ status: 200, body: '{"text":"Hi"}' });
  const payload = JSON.stringify({ type: 'block_actions' });
  expect(await slack.sendForm({ path: '/slack/interactions', fields: { payload } })).toMatchObject({ body: '' });
});

test('a socket that ends takes with it what was not acknowledged, which then comes to the next', async () => {
  const heard = await connect(() => null);
  const said = await slack.say({ channel, user: ada, text: 'Hello' });
  await slack.until('the event', () => heard.length === 2);
  const next = await connect();
  open[0]!.terminate();
  await slack.delivered(said);
  expect(next.at(-1)).toMatchObject({ retry_attempt: 1, payload: { event_id: said.eventId } });
});

test('Slack may ask for a new socket, and sends nothing more to the one before', async () => {
  const before = await connect();
  await slack.endSockets('refresh');
  await slack.until('to be asked', () => before.length === 2);
  expect(before[1]).toMatchObject({ type: 'disconnect', reason: 'refresh_requested' });
  const after = await connect();
  await slack.delivered(await slack.say({ channel, user: ada, text: 'Hello' }));
  expect([before.length, after.length]).toEqual([2, 2]);
});
