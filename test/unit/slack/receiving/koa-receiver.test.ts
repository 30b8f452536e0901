import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import Koa from 'koa';
import { createBoltApp } from '../../../../adapters/slack/receiving/bolt-app.ts';
import { createDispatch } from '../../../../adapters/slack/receiving/dispatch-event.ts';
import { createKoaReceiver } from '../../../../adapters/slack/receiving/koa-receiver.ts';
import type { LateAnswers } from '../../../../adapters/slack/receiving/late-answers.ts';
import type { OpenForm } from '../../../../adapters/slack/calls/open-form.ts';
import { privately, TRY_AGAIN } from '../../../../adapters/slack/rendering/slack-answers.ts';
import type { Receive } from '../../../../src/chat/chat-platform.ts';
import { NOTHING } from '../../../../src/chat/inbound-event.ts';
import { createLog } from '../../../../src/log.ts';
import { aClick, aMessage, anEnvelope, aPostOfOurs, aReaction, TEAM } from '../support/an-event.ts';
import {
  fixedClock,
  NOW_SECONDS,
  serve,
  sign,
  signedHeaders,
  SIGNING_SECRET,
  type RunningServer,
} from '../support/slack-http.ts';

const log = createLog('silent');
const EVENT = JSON.stringify(anEnvelope(aMessage()));
const FORM = 'application/x-www-form-urlencoded; charset=utf-8';
const ANSWER_WITHIN_MS = 150;

const never = (): Promise<never> => new Promise(() => undefined);

let receive: jest.Mock<Receive>;
let authorize: jest.Mock<() => Promise<object>>;
let isOurs: jest.Mock<() => Promise<boolean>>;
let give: jest.Mock<LateAnswers['give']>;
let openForm: jest.Mock<OpenForm>;
let receiver: ReturnType<typeof createKoaReceiver>;
let server: RunningServer;

beforeEach(async () => {
  receive = jest.fn<Receive>().mockResolvedValue(NOTHING);
  authorize = jest.fn<() => Promise<object>>().mockResolvedValue({});
  give = jest.fn<LateAnswers['give']>();
  const lateAnswers = { give, settled: () => Promise.resolve() };
  isOurs = jest.fn<() => Promise<boolean>>().mockResolvedValue(true);
  const workspaces = { isOurs, checkEnd: () => Promise.resolve() };
  receiver = createKoaReceiver(SIGNING_SECRET, { log, clock: fixedClock, lateAnswers }, ANSWER_WITHIN_MS);
  openForm = jest.fn<OpenForm>().mockResolvedValue(undefined);
  const dispatch = createDispatch({
    receive: (event) => receive(event),
    openForm,
    lateAnswers,
    workspaces,
    log,
    clock: fixedClock,
  });
  createBoltApp({ config: {}, log, receiver, authorize, dispatch });
  await receiver.start();
  const koa = new Koa().use(receiver.routes);
  koa.silent = true;
  server = await serve((request, response) => void koa.callback()(request, response));
});

afterEach(() => server.close());

async function post(body: string, headers = signedHeaders(body), path = '/slack/events') {
  const response = await fetch(`${server.url}${path}`, { method: 'POST', body, headers });
  return { status: response.status, body: await response.text() };
}

const postForm = (path: string, fields: Record<string, string>) => {
  const body = new URLSearchParams(fields).toString();
  return post(body, { ...signedHeaders(body), 'content-type': FORM }, path);
};

describe('a signed event', () => {
  test('is answered when what it caused is durable, and not before', async () => {
    let commit = (): void => undefined;
    receive.mockReturnValue(new Promise((resolve) => (commit = () => resolve(NOTHING))));
    const answered = post(EVENT);
    await expect(Promise.race([answered, new Promise((resolve) => setTimeout(resolve, 50, 'waiting'))])).resolves.toBe(
      'waiting',
    );
    commit();
    await expect(answered).resolves.toEqual({ status: 200, body: '' });
    expect(receive).toHaveBeenCalledTimes(1);
  });

  test('that fails is answered 503, so that Slack sends it again', async () => {
    receive.mockRejectedValue(new Error('no database'));
    await expect(post(EVENT)).resolves.toEqual({ status: 503, body: '' });
  });

  test('that takes too long is answered 503', async () => {
    receive.mockImplementation(never);
    await expect(post(EVENT)).resolves.toEqual({ status: 503, body: '' });
  });

  test('whose installation cannot be looked up is answered 503, and reaches nobody', async () => {
    authorize.mockRejectedValue(new Error('no database'));
    await expect(post(EVENT)).resolves.toEqual({ status: 503, body: '' });
    expect(receive).not.toHaveBeenCalled();
  });

  test('of a workspace that has not let us in is taken and left alone; while that cannot be told, it comes again', async () => {
    isOurs.mockResolvedValueOnce(false);
    await expect(post(EVENT)).resolves.toMatchObject({ status: 200 });
    isOurs.mockRejectedValueOnce(new Error('the database is away'));
    await expect(post(EVENT)).resolves.toMatchObject({ status: 503 });
    expect(receive).not.toHaveBeenCalled();
  });

  test('belongs to our own workspace, whichever one sent it', async () => {
    await post(JSON.stringify(anEnvelope(aMessage(), { team_id: 'T0GUEST001' })));
    expect(receive).toHaveBeenLastCalledWith(expect.objectContaining({ workspaceId: TEAM }));
    await post(JSON.stringify(anEnvelope(aMessage(), { team_id: 'T0GUEST001', authorizations: [] })));
    expect(receive).toHaveBeenLastCalledWith(expect.objectContaining({ workspaceId: 'T0GUEST001' }));
  });

  test('may be a reaction or the sight of our own post', async () => {
    await post(JSON.stringify(anEnvelope(aReaction())));
    await post(JSON.stringify(anEnvelope(aPostOfOurs())));
    expect(receive.mock.calls.map(([event]) => event.kind)).toEqual(['reaction-added', 'post-seen']);
  });
});

describe('a request that Slack did not sign just now is refused with 401 and no word', () => {
  const forged = { ...signedHeaders(EVENT), 'x-slack-signature': sign(EVENT, NOW_SECONDS, 'another secret') };
  const { 'x-slack-signature': signature, 'x-slack-request-timestamp': timestamp, ...bare } = signedHeaders(EVENT);

  test.each([
    ['forged', forged],
    ['5 minutes and a second old', signedHeaders(EVENT, NOW_SECONDS - 301)],
    ['5 minutes and a second in the future', signedHeaders(EVENT, NOW_SECONDS + 301)],
    ['a year in the future', signedHeaders(EVENT, NOW_SECONDS + 31_536_000)],
    ['altered', signedHeaders(EVENT.replace('payout', 'pay-out'))],
    ['without a signature', { ...bare, 'x-slack-request-timestamp': timestamp! }],
    ['without a time', { ...bare, 'x-slack-signature': signature! }],
    ['with a time that is no number', signedHeaders(EVENT, 'NaN')],
    ['with an endless time', signedHeaders(EVENT, 'Infinity')],
    ['with another version', { ...signedHeaders(EVENT), 'x-slack-signature': signature!.replace('v0', 'v1') }],
    ['with an empty signature', { ...signedHeaders(EVENT), 'x-slack-signature': '' }],
    [
      'with the time of another request',
      { ...signedHeaders(EVENT), 'x-slack-request-timestamp': `${NOW_SECONDS - 1}` },
    ],
  ])('%s', async (_, headers) => {
    await expect(post(EVENT, headers)).resolves.toEqual({ status: 401, body: '' });
    expect(receive).not.toHaveBeenCalled();
  });

  test('up to 5 minutes either way are taken', async () => {
    await expect(post(EVENT, signedHeaders(EVENT, NOW_SECONDS - 300))).resolves.toMatchObject({ status: 200 });
    await expect(post(EVENT, signedHeaders(EVENT, NOW_SECONDS + 300))).resolves.toMatchObject({ status: 200 });
  });

  test('commands and clicks too, and what could be a check of the address', async () => {
    const body = 'ssl_check=1&command=%2Fdesk';
    for (const path of ['/slack/commands', '/slack/interactions', '/slack/events']) {
      await expect(post(body, { 'content-type': FORM }, path)).resolves.toEqual({ status: 401, body: '' });
    }
  });
});

describe('odd requests', () => {
  test('a body of more than 1 MiB is refused with 413', async () => {
    const large = JSON.stringify({ event: 'x'.repeat(1_100_000) });
    await expect(post(large)).resolves.toMatchObject({ status: 413 });
  });

  test('also when it does not say how long it is', async () => {
    const chunks = ReadableStream.from(Array.from({ length: 4 }, () => new Uint8Array(300_000)));
    const response = await fetch(`${server.url}/slack/events`, { method: 'POST', body: chunks, duplex: 'half' });
    expect(response.status).toBe(413);
  });

  test.each(['', '{', '[]', '"text"', 'null'])('signed, and no JSON object: %j gives 400', async (body) => {
    await expect(post(body)).resolves.toEqual({ status: 400, body: '' });
  });

  test('Slack’s checks of the address', async () => {
    const challenge = JSON.stringify({ type: 'url_verification', challenge: 'abc', token: 'x' });
    await expect(post(challenge)).resolves.toEqual({ status: 200, body: '{"challenge":"abc"}' });
    await expect(postForm('/slack/commands', { ssl_check: '1', token: 'x' })).resolves.toEqual({
      status: 200,
      body: '',
    });
    expect(receive).not.toHaveBeenCalled();
  });

  test('no event that Slack signed makes it send the event again for ever', async () => {
    const odd = fc.record(
      {
        type: fc.constantFrom('message', 'reaction_added', 'channel_rename', 'constructor', 'function_executed'),
        channel: fc.jsonValue(),
        item: fc.jsonValue(),
        user: fc.jsonValue(),
        ts: fc.jsonValue(),
        subtype: fc.jsonValue(),
        subteam: fc.jsonValue(),
        message: fc.jsonValue(),
        assistant_thread: fc.jsonValue(),
        bot_profile: fc.jsonValue(),
        function_execution_id: fc.jsonValue(),
        metadata: fc.jsonValue(),
      },
      { requiredKeys: ['type'] },
    );
    const authorizedBy = fc.oneof(fc.constantFrom(null, []), fc.jsonValue());
    await fc.assert(
      fc.asyncProperty(fc.oneof(odd, fc.jsonValue()), authorizedBy, async (event, authorizations) => {
        await expect(post(JSON.stringify(anEnvelope(event, { authorizations })))).resolves.toMatchObject({
          status: 200,
        });
      }),
      { numRuns: 150 },
    );
    // What it does not know it tells the core, which counts it.
    for (const [event] of receive.mock.calls) expect(event).toMatchObject({ kind: 'unknown' });
  });
});

describe('commands and clicks, which Slack sends only once', () => {
  const command = { command: '/nothing', text: 'x', team_id: TEAM, user_id: 'U1', channel_id: 'C1', trigger_id: '1.2' };
  const click = (fields = {}) => postForm('/slack/interactions', { payload: JSON.stringify(aClick(fields)) });
  const inSilence = { status: 200, body: '' };

  test('an unknown command gets one clear line that only its author sees', async () => {
    const { status, body } = await postForm('/slack/commands', command);
    expect({ status, body: JSON.parse(body) as unknown }).toEqual({
      status: 200,
      body: privately('/nothing is not a command of Switchboard.'),
    });
  });

  test('a click is acknowledged in silence, and its answer given late', async () => {
    receive.mockResolvedValue({ kind: 'say-privately', text: 'Bo was faster.' });
    await expect(click()).resolves.toEqual(inSilence);
    expect(receive.mock.calls).toEqual([[expect.objectContaining({ kind: 'action-taken', action: 'accept:7' })]]);
    expect(give.mock.calls).toEqual([[aClick(), { kind: 'say-privately', text: 'Bo was faster.' }]]);
  });

  test('what nobody here knows is acknowledged in silence', async () => {
    await expect(click({ actions: [{ type: 'button' }] })).resolves.toEqual(inSilence);
    for (const payload of ['{"type":"new"}', '{"type":"view_submission","user":{},"view":{}}']) {
      await expect(postForm('/slack/interactions', { payload })).resolves.toEqual(inSilence);
    }
    await expect(postForm('/slack/interactions', { payload: '{' })).resolves.toMatchObject({ status: 400 });
    expect(receive).not.toHaveBeenCalled();
  });

  test('a command that fails says that nothing was lost, and to try again, and says it once', async () => {
    authorize.mockRejectedValue(new Error('no database'));
    const { status, body } = await postForm('/slack/commands', {
      ...command,
      response_url: 'https://hooks.slack.test',
    });
    expect(status).toBe(200);
    expect(JSON.parse(body)).toEqual(privately(TRY_AGAIN));
    expect(give).not.toHaveBeenCalled();
  });

  test('so does one that hangs', async () => {
    authorize.mockImplementation(never);
    await expect(postForm('/slack/commands', command)).resolves.toMatchObject({
      status: 200,
      body: expect.stringContaining('please try again'),
    });
  });

  describe('forms', () => {
    const form = { action: 'open-ticket', context: '{}', title: 'Open', submit: 'Open', inputs: [] };
    const view = {
      id: 'V1',
      callback_id: 'open-ticket',
      private_metadata: '{}',
      blocks: [{ type: 'section' }, { type: 'input', block_id: 'subject' }],
      state: { values: { subject: { subject: { type: 'plain_text_input', value: 'Payout' } } } },
    };
    const submission = { type: 'view_submission', team: { id: TEAM }, user: { id: 'U1' }, view };
    const submit = async () => {
      const { status, body } = await postForm('/slack/interactions', { payload: JSON.stringify(submission) });
      return { status, body: body === '' ? '' : (JSON.parse(body) as unknown) };
    };

    test('a form is opened by what the person did, before the answer', async () => {
      receive.mockResolvedValue({ kind: 'open-form', form });
      await expect(click()).resolves.toEqual(inSilence);
      await expect(postForm('/slack/commands', { ...command, command: '/ticket' })).resolves.toEqual(inSilence);
      expect(openForm.mock.calls).toEqual([
        [TEAM, '1.2.abc', form],
        [TEAM, '1.2', form],
      ]);
    });

    test('when it cannot be opened, the person is asked to try again', async () => {
      receive.mockResolvedValue({ kind: 'open-form', form });
      openForm.mockRejectedValue(new Error('expired_trigger_id'));
      await expect(click()).resolves.toEqual(inSilence);
      expect(give.mock.calls).toEqual([[aClick(), { kind: 'say-privately', text: TRY_AGAIN }]]);
      const { body } = await postForm('/slack/commands', { ...command, command: '/ticket' });
      expect(JSON.parse(body)).toMatchObject({ text: TRY_AGAIN });
    });

    test('one that is right is closed; errors stand at their inputs; other words in its place', async () => {
      await expect(submit()).resolves.toEqual({ status: 200, body: '' });
      expect(receive.mock.calls).toEqual([[expect.objectContaining({ kind: 'form-submitted', key: 'slack:form:V1' })]]);
      receive.mockResolvedValue({ kind: 'form-errors', errors: { subject: 'Too long.' } });
      await expect(submit()).resolves.toEqual({
        status: 200,
        body: { response_action: 'errors', errors: { subject: 'Too long.' } },
      });
      receive.mockResolvedValue({ kind: 'say-privately', text: 'Somebody was faster.' });
      await expect(submit()).resolves.toMatchObject({ status: 200, body: { response_action: 'update' } });
    });

    test.each([
      ['fails', () => Promise.reject(new Error('no database'))],
      ['hangs', never],
    ])('one that %s stays open with all that was written, and says so', async (_, trouble) => {
      receive.mockImplementation(trouble);
      const body = { response_action: 'errors', errors: { subject: TRY_AGAIN } };
      await expect(submit()).resolves.toEqual({ status: 200, body });
    });
  });

  test.each([
    ['fails', () => Promise.reject(new Error('no database'))],
    ['hangs', never],
  ])('a click that %s says it where a click’s author sees it', async (_, trouble) => {
    receive.mockImplementation(trouble);
    await expect(click()).resolves.toEqual(inSilence);
    expect(give.mock.calls).toEqual([[aClick(), { kind: 'say-privately', text: TRY_AGAIN }]]);
  });

  test('so does one that comes before the start', async () => {
    await receiver.stop();
    await expect(click()).resolves.toEqual(inSilence);
    expect(give).toHaveBeenCalledTimes(1);
  });
});

describe('starting and stopping', () => {
  test('before the start and after the stop Slack is asked to send again', async () => {
    await receiver.stop();
    await expect(post(EVENT)).resolves.toMatchObject({ status: 503 });
    await receiver.start();
    await expect(post(EVENT)).resolves.toMatchObject({ status: 200 });
  });

  test('stopping waits for what is under way', async () => {
    let isDone = false;
    receive.mockImplementation(async () => {
      await new Promise((resolve) => setTimeout(resolve, 80));
      isDone = true;
      return NOTHING;
    });
    const answered = post(EVENT);
    while (receive.mock.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await receiver.stop();
    expect(isDone).toBe(true);
    await expect(answered).resolves.toMatchObject({ status: 200 });
  });
});
