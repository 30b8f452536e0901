import { EventEmitter } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createBoltApp } from '../../../../adapters/slack/receiving/bolt-app.ts';
import { createSlackPlatform } from '../../../../adapters/slack/create-slack-platform.ts';
import { createDispatch } from '../../../../adapters/slack/receiving/dispatch-event.ts';
import type { LateAnswers } from '../../../../adapters/slack/receiving/late-answers.ts';
import { privately, TRY_AGAIN } from '../../../../adapters/slack/rendering/slack-answers.ts';
import { createSocketReceiver, type SocketEnvelope } from '../../../../adapters/slack/receiving/socket-receiver.ts';
import type { ChatPlatform, Receive } from '../../../../src/chat/chat-platform.ts';
import { NOTHING } from '../../../../src/chat/inbound-event.ts';
import { systemClock } from '../../../../src/clock.ts';
import { createLog } from '../../../../src/log.ts';
import type { SlackStandIn } from '../../../support/slack-stand-in/client.ts';
import { startSlackStandIn } from '../../../support/slack-stand-in/start-slack-stand-in.ts';
import { aClick, aMessage, anEnvelope, TEAM } from '../support/an-event.ts';
import { fixedClock } from '../support/slack-http.ts';

const log = createLog('silent');
const give = jest.fn<LateAnswers['give']>();
const lateAnswers = { give, settled: () => Promise.resolve() };
const workspaces = { isOurs: () => Promise.resolve(true), checkEnd: () => Promise.resolve() };
const settle = (ms = 20) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition(); waited += 10) {
    if (waited > 5_000) throw new Error('it never came to that');
    await settle(10);
  }
}

/** The client's shape, on which a test plays Slack. */
class FakeClient extends EventEmitter {
  readonly start = jest.fn<() => Promise<unknown>>().mockResolvedValue(undefined);
  readonly disconnect = jest.fn<() => Promise<unknown>>().mockResolvedValue(undefined);
}

describe('an envelope', () => {
  const command = { command: '/nothing', text: '', team_id: TEAM, user_id: 'U1', channel_id: 'C1' };
  let client: FakeClient;
  let receive: jest.Mock<Receive>;
  let authorize: jest.Mock<() => Promise<object>>;
  let ack: jest.Mock<SocketEnvelope['ack']>;
  let receiver: ReturnType<typeof createSocketReceiver>;

  beforeEach(async () => {
    client = new FakeClient();
    receive = jest.fn<Receive>().mockResolvedValue(NOTHING);
    authorize = jest.fn<() => Promise<object>>().mockResolvedValue({});
    ack = jest.fn<SocketEnvelope['ack']>().mockResolvedValue(undefined);
    give.mockReset();
    receiver = createSocketReceiver(client, { log, lateAnswers }, 100);
    const openForm = () => Promise.resolve();
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
  });

  afterEach(() => receiver.stop());

  const send = (type: string, body: object) => client.emit('slack_event', { type, body, ack });

  test('is acknowledged when what it caused is durable, and not before', async () => {
    let commit = (): void => undefined;
    receive.mockReturnValue(new Promise((resolve) => (commit = () => resolve(NOTHING))));
    send('events_api', anEnvelope(aMessage()));
    await settle();
    expect(ack).not.toHaveBeenCalled();
    commit();
    await settle();
    expect(ack.mock.calls).toEqual([[undefined]]);
  });

  test('that fails or hangs is not acknowledged, so that Slack sends it again', async () => {
    receive.mockRejectedValueOnce(new Error('no database'));
    send('events_api', anEnvelope(aMessage()));
    receive.mockReturnValueOnce(new Promise(() => undefined));
    send('events_api', anEnvelope(aMessage()));
    await settle(200);
    expect(ack).not.toHaveBeenCalled();
  });

  test('with a command carries the answer in its acknowledgement', async () => {
    send('slash_commands', command);
    await settle();
    expect(ack.mock.calls).toEqual([[privately('/nothing is not a command of Switchboard.')]]);
  });

  test('with a command that fails asks its author to try again', async () => {
    authorize.mockRejectedValue(new Error('no database'));
    send('slash_commands', command);
    await settle();
    expect(ack.mock.calls).toEqual([[privately(TRY_AGAIN)]]);
    expect(give).not.toHaveBeenCalled();
  });

  test('with a click is acknowledged in silence, and what came of it is shown late', async () => {
    send('interactive', aClick());
    receive.mockRejectedValueOnce(new Error('no database'));
    send('interactive', aClick());
    await settle();
    expect(ack.mock.calls).toEqual([[undefined], [undefined]]);
    expect(give.mock.calls.map(([, answer]) => answer).sort()).toEqual([
      NOTHING,
      { kind: 'say-privately', text: TRY_AGAIN },
    ]);
  });

  test('whose acknowledgement cannot be sent harms nobody', async () => {
    ack.mockRejectedValue(new Error('not connected'));
    send('events_api', anEnvelope(aMessage()));
    await settle();
    expect(ack).toHaveBeenCalledTimes(1);
  });

  test('that comes after the stop is left for a replica, or for later', async () => {
    await receiver.stop();
    send('events_api', anEnvelope(aMessage()));
    await settle();
    expect(ack).not.toHaveBeenCalled();
    expect(receive).not.toHaveBeenCalled();
  });
});

describe('the connection', () => {
  test('starting does not wait for Slack, and tries until it is there', async () => {
    const client = new FakeClient();
    client.start.mockRejectedValueOnce(new Error('no network')).mockRejectedValueOnce(undefined);
    const receiver = createSocketReceiver(client, { log, lateAnswers });
    await receiver.start();
    await until(() => client.start.mock.calls.length === 3);
    await receiver.stop();
    expect(client.disconnect).toHaveBeenCalledTimes(1);
  });

  test('is open from Slack’s greeting to its end, and before the first nobody can tell', async () => {
    const client = new FakeClient();
    let greet = (): void => undefined;
    client.start.mockReturnValueOnce(new Promise<void>((resolve) => (greet = resolve)));
    const receiver = createSocketReceiver(client, { log, lateAnswers });
    expect(receiver.isOpen()).toBeUndefined();
    await receiver.start();
    await settle();
    expect(receiver.isOpen()).toBeUndefined();
    greet();
    await until(() => receiver.isOpen() === true);
    client.start.mockReturnValueOnce(new Promise(() => undefined));
    client.emit('disconnected');
    await until(() => receiver.isOpen() === false);
    await receiver.stop();
  });

  test('is made again when it ends, and not after the stop', async () => {
    const client = new FakeClient();
    const receiver = createSocketReceiver(client, { log, lateAnswers });
    await receiver.start();
    await settle();
    client.emit('disconnected');
    await until(() => client.start.mock.calls.length === 2);
    await receiver.stop();
    client.emit('disconnected');
    await settle(600);
    expect(client.start).toHaveBeenCalledTimes(2);
  });

  test('is left when Slack asks for it, and for nothing else that is said', async () => {
    const client = new FakeClient();
    const receiver = createSocketReceiver(client, { log, lateAnswers });
    await receiver.start();
    const others = [
      '{"type":"hello"}',
      '{"type":"events_api","payload":{"text":"disconnect"}}',
      '"disconnect" {',
      'null',
    ];
    for (const message of [...others, Buffer.from('{"type":"disconnect"}')]) client.emit('ws_message', message);
    expect(client.disconnect).not.toHaveBeenCalled();
    client.emit('ws_message', '{"reason":"refresh_requested","type":"disconnect"}');
    expect(client.disconnect).toHaveBeenCalledTimes(1);
    await receiver.stop();
  });

  test('a goodbye that Slack never answers does not hold the stop up', async () => {
    const client = new FakeClient();
    client.disconnect.mockReturnValue(new Promise(() => undefined));
    const receiver = createSocketReceiver(client, { log, lateAnswers });
    await receiver.start();
    const begin = performance.now();
    await receiver.stop();
    expect(performance.now() - begin).toBeLessThan(3_000);
  });
});

describe('with Slack’s own client, over a real socket', () => {
  let slack: SlackStandIn;
  let platform: ChatPlatform;
  let channel: string;
  let user: string;
  const receive = jest.fn<Receive>().mockResolvedValue(NOTHING);

  beforeAll(async () => {
    slack = await startSlackStandIn({ socketMode: true, echo: 'off' });
    [channel, user] = [(await slack.addChannel()).id, (await slack.addUser({ name: 'Una' })).id];
    const { apiUrl, appToken } = slack;
    platform = createSlackPlatform({ botToken: 'xoxb-test', appToken, apiUrl }, { log, clock: systemClock });
    await platform.start(receive);
  });
  afterAll(async () => {
    await platform.stop();
    await slack.stop();
  });

  test.each([
    ['at first', () => Promise.resolve()],
    ['after the socket was cut', () => slack.endSockets('cut')],
    ['after Slack asked for a new one', () => slack.endSockets('refresh')],
  ])('an event is taken and acknowledged %s', async (text, happen) => {
    expect(platform.routes).toBeUndefined();
    await happen();
    // What a person clicks before that is lost.
    await slack.connected(1, { timeoutMs: 3_000 });
    const said = await slack.say({ channel, user, text });
    await slack.delivered(said);
    expect(receive).toHaveBeenLastCalledWith(expect.objectContaining({ messageId: said.ts }));
  });
});
