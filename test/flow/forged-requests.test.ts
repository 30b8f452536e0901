import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { untilOneCopyEach } from '../support/scene/copies.ts';
import { countRows, viewDatabase, type DatabaseView } from '../support/scene/database-view.ts';
import { Scene } from '../support/scene/scene.ts';
import { signRequest } from '../support/slack-stand-in/events/sign-request.ts';
import type { Forgery, SayRequest } from '../support/slack-stand-in/protocol.ts';
import type { User } from '../support/slack-stand-in/world-types.ts';

const FORGERIES: readonly Forgery[] = [
  'wrong-secret',
  'altered-body',
  'old-timestamp',
  'future-timestamp',
  'no-signature',
  'no-timestamp',
  'garbled-signature',
];

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';
const PATHS = ['/slack/events', '/slack/commands', '/slack/interactions'] as const;

onEachDatabase((database) => {
  let scene: Scene;
  let view: DatabaseView;
  let ada: User;
  let inAcme: Pick<SayRequest, 'channel' | 'user'>;
  /** Rows of each table when nothing is left to do. */
  let rows: Record<string, number>;

  beforeAll(async () => {
    scene = await Scene.open(database);
    view = await viewDatabase(scene.databaseUrl);
    const { channel } = await scene.merchant('Acme');
    await scene.desk();
    ada = await scene.slack.addUser({ name: 'Ada' });
    inAcme = { channel: channel.id, user: ada.id };
    await scene.slack.say({ ...inAcme, text: 'Payout is late' });
    await scene.settle();
    await untilOneCopyEach(scene, view);
    rows = await countRows(view);
    // The merchant's line, the desk's card, and its note that nobody is free.
    expect(rows).toMatchObject({ ticket: 1, message: 1, seen_event: 1, delivery: 3, waiting_ticket: 1, offer: 0 });
  });
  afterAll(async () => {
    await view.close();
    await scene.close();
  });

  const send = async (path: string, headers: Readonly<Record<string, string>>, body: string) => {
    const response = await fetch(`${scene.apps[0]!.url}${path}`, { method: 'POST', headers, body });
    return { status: response.status, text: await response.text() };
  };
  const sendSigned = (path: string, body: string, contentType = JSON_TYPE) => {
    const request = signRequest({ contentType, body }, scene.slack.signingSecret);
    return send(path, request.headers, request.body);
  };

  test.each(FORGERIES)('an event with %s: 401, no explanation, no row', async (how) => {
    const answer = await scene.slack.forge({ ...inAcme, text: 'Send the money elsewhere' }, how);
    expect(answer).toMatchObject({ status: 401, body: '' });
    expect(await countRows(view)).toEqual(rows);
  });

  test.each(PATHS)('an unsigned request to %s: 401', async (path) => {
    const form = new URLSearchParams({ command: '/desk', text: 'merchant Evil', channel_id: inAcme.channel });
    expect(await send(path, { 'content-type': FORM_TYPE }, form.toString())).toEqual({ status: 401, text: '' });
    expect(await send(path, { 'content-type': JSON_TYPE }, '{"type":"url_verification","challenge":"x"}')).toEqual({
      status: 401,
      text: '',
    });
    expect(await countRows(view)).toEqual(rows);
  });

  test('the same signature over another path or other words is worth nothing', async () => {
    const genuine = signRequest({ contentType: JSON_TYPE, body: '{"type":"event_callback"}' }, 'not-the-secret');
    expect(await send('/slack/events', genuine.headers, genuine.body)).toMatchObject({ status: 401 });
    const mine = signRequest({ contentType: JSON_TYPE, body: '{"a":1}' }, scene.slack.signingSecret);
    expect(await send('/slack/events', mine.headers, '{"a":2}')).toMatchObject({ status: 401 });
    expect(await countRows(view)).toEqual(rows);
  });

  test('a body over a megabyte: 413, signed or not, with its length told or not', async () => {
    const body = JSON.stringify({ event: { text: 'x'.repeat(1_100_000) } });
    expect(await sendSigned('/slack/events', body)).toMatchObject({ status: 413 });
    const { headers } = signRequest({ contentType: JSON_TYPE, body }, scene.slack.signingSecret);
    const chunked = await fetch(`${scene.apps[0]!.url}/slack/events`, {
      method: 'POST',
      headers,
      body: new Blob([body]).stream(),
      duplex: 'half',
    }).then(
      ({ status }) => status,
      // Where the answer comes before the body is through, the connection may be cut under the sender.
      () => 413,
    );
    expect(chunked).toBe(413);
    expect(await countRows(view)).toEqual(rows);
  });

  test.each(['', '{', 'null', '[]', '42', '"text"', '\u0000'])('signed, but no object: %j → 400', async (body) => {
    expect(await sendSigned('/slack/events', body)).toEqual({ status: 400, text: '' });
    expect(await countRows(view)).toEqual(rows);
  });

  test.each([
    ['an event of nothing', { type: 'event_callback', event: null }],
    ['a message of nobody', { type: 'event_callback', event: { type: 'message', channel: 'C1', ts: '1.1' } }],
    ['a timestamp that is none', { type: 'event_callback', event: { type: 'message', ts: 'soon', user: 'U1' } }],
    ['a text that is none', { type: 'event_callback', event: { type: 'message', ts: '1.1', user: 'U1', text: {} } }],
  ])('signed, but not readable: %s is left alone, as no repetition would help', async (_, body) => {
    expect(await sendSigned('/slack/events', JSON.stringify({ team_id: 'T0HOME', ...body }))).toMatchObject({
      status: 200,
    });
    expect(await countRows(view)).toEqual(rows);
  });

  test('the exact earlier request again: answered, no second effect', async () => {
    const { slack } = scene;
    const said = await slack.say({ ...inAcme, text: 'And another thing' });
    await slack.delivered(said);
    await untilOneCopyEach(scene, view);
    await scene.untilIdle();
    const after = await countRows(view);

    const answers = await slack.replay(said, { copies: 3 });
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    await scene.untilIdle();
    expect(await countRows(view)).toEqual(after);
    expect((await scene.tickets()).length).toBe(1);
  });
});
