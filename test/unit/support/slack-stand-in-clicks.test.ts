import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { verifySlackRequest } from '@slack/bolt';
import { options } from '../../support/slack-stand-in/block-elements.ts';
import { startSlackStandIn } from '../../support/slack-stand-in/start-slack-stand-in.ts';
import type { SlackStandIn } from '../../support/slack-stand-in/client.ts';
import type { ShownMessage } from '../../support/slack-stand-in/protocol.ts';
import { startAppStub, type AppStub, type ReceivedRequest } from './app-stub.ts';
import { createWebClient } from './web-client.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const button = (text: string, action_id: string, value: string) => ({
  type: 'button' as const,
  text: plain(text),
  action_id,
  value,
});
const link = { type: 'button' as const, text: plain('Open thread'), url: 'https://desk.example/t' };
const select = {
  type: 'static_select' as const,
  placeholder: plain('Hand over to …'),
  action_id: 'hand-over',
  options: [
    { text: plain('Bo'), value: 'agent-7' },
    { text: plain('Cleo'), value: 'agent-8' },
  ],
};
const words = { type: 'section' as const, text: plain('Acme needs you') };
const actions = (...elements: readonly (typeof link | typeof select | ReturnType<typeof button>)[]) => ({
  type: 'actions' as const,
  block_id: 'offer',
  elements: [...elements],
});
const OFFER = [
  words,
  actions(button('Accept', 'offer.accept', '42'), button('Pass', 'offer.pass', '42'), link, select),
];

let slack: SlackStandIn;
let one: AppStub;
let two: AppStub;
let status: number | null;
let channel: string;
let ada: string;
let card: ShownMessage;

beforeAll(async () => {
  slack = await startSlackStandIn({ echo: 'off', answerTimeoutMs: 300 });
  ada = (await slack.addUser({ name: 'Ada' })).id;
  [one, two] = [await startAppStub(() => status), await startAppStub(() => status)];
  await slack.setAppUrls(one.url, two.url);
});

beforeEach(async () => {
  status = 200;
  channel = (await slack.addChannel({ name: 'desk' })).id;
  await createWebClient(slack).chat.postMessage({ channel, text: 'An offer', blocks: OFFER });
  [card] = (await slack.posts({ channel })) as [ShownMessage];
});

afterEach(() => {
  for (const app of [one, two]) app.received.length = 0;
});

afterAll(() => Promise.all([one.stop(), two.stop(), slack.stop()]));

const received = (): ReceivedRequest[] => [...one.received, ...two.received];
const here = () => ({ channel, ts: card.ts, user: ada });
const payloadOf = ({ body }: { readonly body: string }) =>
  JSON.parse(new URLSearchParams(body).get('payload')!) as Record<string, unknown> & {
    readonly response_url: string;
    readonly actions: readonly [{ readonly action_ts: string }];
  };
const change = (blocks: readonly object[]): Promise<unknown> =>
  createWebClient(slack).chat.update({ channel, ts: card.ts, text: 'Taken', blocks: blocks as [] });

describe('what is shown', () => {
  test('buttons and selects stand on a line, in their order', () => {
    expect(card.shown).toBe('Acme needs you\n[Accept] [Pass] [Open thread] [Hand over to … ▾]');
    expect(card.buttons).toEqual(['Accept', 'Pass', 'Open thread', 'Hand over to …']);
  });

  test('so does a button beside a section', async () => {
    await change([{ ...words, accessory: button('Retry', 'retry', '1') }]);

    expect(await slack.posts({ channel })).toMatchObject([{ shown: 'Acme needs you\n[Retry]', buttons: ['Retry'] }]);
  });

  test('a select tells what it holds only when it is opened', () => {
    expect(options(card, 'Hand over to …')).toEqual(['Bo', 'Cleo']);
    expect(() => options(card, 'Assign to')).toThrow('No select "Assign to": there is "Hand over to …".');
  });

  test('a message of words has none', async () => {
    await change([words]);

    expect(await slack.posts({ channel })).toMatchObject([{ shown: 'Acme needs you', buttons: [] }]);
  });
});

describe('a click', () => {
  test('on a button arrives signed, in the form of block_actions', async () => {
    const [clicked] = await slack.click({ ...here(), label: 'Accept', to: 0 });
    const [request] = one.received as [ReceivedRequest];

    expect(clicked).toMatchObject({ status: 200, body: 'noted' });
    expect(() =>
      verifySlackRequest({
        signingSecret: slack.signingSecret,
        body: request.body,
        headers: {
          'x-slack-signature': String(request.headers['x-slack-signature']),
          'x-slack-request-timestamp': Number(request.headers['x-slack-request-timestamp']),
        },
      }),
    ).not.toThrow();
    expect(request.path).toBe('/slack/interactions');
    expect(request.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(payloadOf(request)).toEqual({
      type: 'block_actions',
      user: { id: ada, username: 'ada', name: 'ada', team_id: 'T0HOME' },
      api_app_id: slack.home.appId,
      token: expect.any(String),
      container: { type: 'message', message_ts: card.ts, channel_id: channel, is_ephemeral: false },
      trigger_id: expect.any(String),
      team: { id: 'T0HOME', domain: 'switchboard' },
      enterprise: null,
      is_enterprise_install: false,
      channel: { id: channel, name: 'desk' },
      message: expect.objectContaining({ type: 'message', ts: card.ts, bot_id: 'B0BOT', blocks: card.blocks }),
      state: { values: { offer: { 'hand-over': { type: 'static_select', selected_option: null } } } },
      response_url: expect.stringMatching(new RegExp(`^${slack.url}/response/[\\w-]{32}$`)),
      actions: [
        {
          type: 'button',
          action_id: 'offer.accept',
          block_id: 'offer',
          text: plain('Accept'),
          value: '42',
          action_ts: expect.stringMatching(/^\d{10}\.\d{6}$/),
        },
      ],
    });
  });

  test.each(['Cleo', 'agent-8'])('on a select brings what was chosen (%s)', async (choice) => {
    await slack.click({ ...here(), action: 'hand-over', choice, to: 0 });
    const selected = { text: plain('Cleo'), value: 'agent-8' };

    expect(payloadOf(one.received[0]!)).toMatchObject({
      actions: [{ type: 'static_select', placeholder: plain('Hand over to …'), selected_option: selected }],
      state: { values: { offer: { 'hand-over': { selected_option: selected } } } },
    });
  });

  test('on a link is told to the app, too, under a name that Slack made up', async () => {
    await slack.click({ ...here(), label: 'Open thread', to: 0 });

    expect(payloadOf(one.received[0]!)).toMatchObject({
      actions: [{ action_id: expect.stringMatching(/^[\w-]+$/), url: 'https://desk.example/t' }],
    });
  });

  test('in a thread says so', async () => {
    const web = createWebClient(slack);
    const { ts } = await web.chat.postMessage({ channel, thread_ts: card.ts, text: 'Again', blocks: OFFER });
    await slack.click({ ...here(), ts: ts!, label: 'Pass', to: 0 });

    expect(payloadOf(one.received[0]!)).toMatchObject({ container: { message_ts: ts, thread_ts: card.ts } });
  });

  test('that the app does not answer is told', async () => {
    status = null;

    expect(await slack.click({ ...here(), label: 'Accept' })).toMatchObject([
      { status: null, failure: 'http_timeout' },
    ]);
  });
});

describe('several clicks', () => {
  test('a double click is two clicks, one for each replica', async () => {
    expect(await slack.click({ ...here(), label: 'Accept', copies: 2 })).toHaveLength(2);
    const payloads = received().map(payloadOf);

    expect([one.received.length, two.received.length]).toEqual([1, 1]);
    expect(new Set(payloads.map(({ actions }) => actions[0].action_ts)).size).toBe(2);
    expect(new Set(payloads.map(({ response_url: url }) => url)).size).toBe(2);
  });

  test('a click that is brought again is the same click', async () => {
    const [clicked] = await slack.click({ ...here(), label: 'Accept' });
    const answers = await slack.reclick(clicked!, { copies: 2, to: 1 });

    expect(answers).toMatchObject([{ status: 200 }, { status: 200 }]);
    expect(two.received.length).toBeGreaterThanOrEqual(2);
    expect(new Set(received().map(({ body }) => body)).size).toBe(1);
  });
});

describe('what cannot be clicked', () => {
  test.each([
    [{ label: 'Resolve' }, 'No button or select "Resolve" to click: there is "Accept" (offer.accept), "Pass"'],
    [{ action: 'offer.expire' }, 'No button or select (offer.expire) to click: there is "Accept"'],
    [{ label: 'Accept', action: 'offer.pass' }, 'No button or select "Accept" (offer.pass) to click'],
    [{ label: 'Hand over to …', choice: 'Dan' }, 'No option "Dan" in "Hand over to …": there is "Bo", "Cleo".'],
    [{ label: 'Hand over to …' }, 'No option (give a choice) in "Hand over to …"'],
    [{ label: 'Accept', choice: 'Bo' }, '"Accept" is a button: there is nothing to choose.'],
  ])('what is not there (%j)', async (what, complaint) => {
    await expect(slack.click({ ...here(), ...what })).rejects.toThrow(complaint);
    expect(received()).toEqual([]);
  });

  test('two alike, unless the action says which', async () => {
    await change([actions(button('Retry', 'retry.1', '1'), button('Retry', 'retry.2', '2'))]);

    await expect(slack.click({ ...here(), label: 'Retry' })).rejects.toThrow('More than one button or select "Retry"');
    await slack.click({ ...here(), action: 'retry.2' });
    expect(payloadOf(received()[0]!)).toMatchObject({ actions: [{ value: '2' }] });
  });

  test('a message that is gone, or that the person cannot see', async () => {
    const { id: stranger } = await slack.addUser({ name: 'Stranger' });
    await slack.updateChannel(channel, { members: [ada] });

    await expect(slack.click({ ...here(), user: stranger, label: 'Accept' })).rejects.toThrow('is not in');
    await createWebClient(slack).chat.delete({ channel, ts: card.ts });
    await expect(slack.click({ ...here(), label: 'Accept' })).rejects.toThrow(`No message ${card.ts} stands`);
  });

  test('a button that went away, but for one who still sees it', async () => {
    await change([words]);

    await expect(slack.click({ ...here(), label: 'Accept' })).rejects.toThrow('there is nothing.');
    await slack.click({ ...here(), label: 'Accept', seen: card });
    expect(payloadOf(received()[0]!)).toMatchObject({
      message: { text: 'An offer', blocks: card.blocks },
      actions: [{ action_id: 'offer.accept' }],
    });
  });
});
