import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import Koa from 'koa';
import { createSlackPlatform } from '../../../../adapters/slack/create-slack-platform.ts';
import type { ChatPlatform, Receive } from '../../../../src/chat/chat-platform.ts';
import { NOTHING, type Answer } from '../../../../src/chat/inbound-event.ts';
import { createLog } from '../../../../src/log.ts';
import { aButton, aClick, BOT_USER, CHANNEL, TEAM, TS } from '../support/an-event.ts';
import { startResponseUrl, type ResponseUrl } from '../support/response-url.ts';
import { fixedClock, serve, signedHeaders, SIGNING_SECRET, type RunningServer } from '../support/slack-http.ts';
import { startWebApi, type WebApiServer } from '../support/web-api-server.ts';

/** From Slack's request to the answer behind its `response_url`, through everything that lies between. */
let slack: WebApiServer;
let responses: ResponseUrl;
let platform: ChatPlatform;
let server: RunningServer;
let receive: jest.Mock<Receive>;
let lines: string[];

beforeEach(async () => {
  slack = await startWebApi();
  slack.replies['auth.test'] = { ok: true, url: 'https://acme.slack.com/', team_id: TEAM, user_id: BOT_USER };
  responses = await startResponseUrl();
  lines = [];
  const log = createLog('trace', { write: (line) => void lines.push(line) });
  const config = { botToken: 'xoxb-1', signingSecret: SIGNING_SECRET, apiUrl: slack.url, requestTimeoutMs: 300 };
  platform = createSlackPlatform(config, { log, clock: fixedClock });
  receive = jest.fn<Receive>().mockResolvedValue(NOTHING);
  await platform.start(receive);
  const koa = new Koa().use(platform.routes!);
  server = await serve((request, response) => void koa.callback()(request, response));
});

afterEach(async () => {
  await platform.stop();
  await Promise.all([slack, responses, server].map((one) => one.close()));
});

async function click(fields = {}) {
  const payload = JSON.stringify(aClick({ response_url: responses.url, ...fields }));
  const body = new URLSearchParams({ payload }).toString();
  const headers = { ...signedHeaders(body), 'content-type': 'application/x-www-form-urlencoded' };
  const response = await fetch(`${server.url}/slack/interactions`, { method: 'POST', body, headers });
  return { status: response.status, body: await response.text() };
}

const ACKNOWLEDGED = { status: 200, body: '' };
const BO_WAS_FASTER: Answer = { kind: 'say-privately', text: 'Bo <!channel> & Ada\ud800 were faster.' };
const ACCEPTED: Answer = {
  kind: 'show',
  message: {
    content: {
      kind: 'card',
      summary: 'Ada accepted <SB-7>',
      card: {
        blocks: [
          { kind: 'title', text: 'Ada accepted' },
          {
            kind: 'actions',
            actions: [
              {
                kind: 'link',
                label: 'Open',
                to: { platform: 'slack', workspaceId: TEAM, channelId: CHANNEL, messageId: TS },
              },
            ],
          },
        ],
      },
    },
  },
};

describe('what came of a click', () => {
  test('said privately: one person reads it, escaped, and the post stays', async () => {
    receive.mockResolvedValue(BO_WAS_FASTER);
    await expect(click()).resolves.toEqual(ACKNOWLEDGED);
    await platform.stop();
    expect(responses.heard).toMatchObject([
      { response_type: 'ephemeral', replace_original: false, text: 'Bo &lt;!channel&gt; &amp; Ada\ufffd were faster.' },
    ]);
    expect(receive.mock.calls).toEqual([[expect.objectContaining({ kind: 'action-taken', workspaceId: TEAM })]]);
  });

  test('said privately in a home: it has no place for an answer, so that the words stand above it', async () => {
    receive.mockResolvedValue(BO_WAS_FASTER);
    slack.replies['views.open'] = { ok: true };
    const home = { container: { type: 'view' }, view: { type: 'home' }, response_url: undefined };
    await expect(click(home)).resolves.toEqual(ACKNOWLEDGED);
    const { view, trigger_id } = slack.calls.find(({ method }) => method === 'views.open')!.args;
    expect([trigger_id, JSON.parse(view!)]).toEqual([
      '1.2.abc',
      expect.objectContaining({
        type: 'modal',
        blocks: [
          {
            type: 'section',
            text: { type: 'plain_text', text: 'Bo <!channel> & Ada\ufffd were faster.', emoji: false },
          },
        ],
      }),
    ]);
    slack.replies['views.open'] = { ok: false, error: 'expired_trigger_id' };
    await expect(click(home)).resolves.toEqual(ACKNOWLEDGED);
    expect(warnings()).toHaveLength(1);
  });

  test('shown: the card takes the place of the post, with its links', async () => {
    receive.mockResolvedValue(ACCEPTED);
    await expect(click()).resolves.toEqual(ACKNOWLEDGED);
    await platform.stop();
    expect(responses.heard).toEqual([
      {
        replace_original: true,
        text: 'Ada accepted &lt;SB-7&gt;',
        parse: 'none',
        link_names: false,
        blocks: [expect.objectContaining({ type: 'header' }), expect.objectContaining({ type: 'actions' })],
      },
    ]);
    expect(JSON.stringify(responses.heard)).toContain(`https://acme.slack.com/archives/${CHANNEL}/p1764000000000247`);
  });

  test('nothing: nobody is told', async () => {
    await expect(click()).resolves.toEqual(ACKNOWLEDGED);
    await platform.stop();
    expect(receive).toHaveBeenCalledTimes(1);
    expect(responses.heard).toEqual([]);
    expect(warnings()).toEqual([]);
  });

  test('a click on a link reaches nobody', async () => {
    await expect(click({ actions: [aButton({ action_id: 'open-link:0' })] })).resolves.toEqual(ACKNOWLEDGED);
    expect(receive).not.toHaveBeenCalled();
  });

  test('a click that fails asks its author to try again', async () => {
    receive.mockRejectedValue(new Error('no database'));
    await expect(click()).resolves.toEqual(ACKNOWLEDGED);
    await platform.stop();
    expect(responses.heard).toEqual([
      expect.objectContaining({ replace_original: false, text: expect.stringContaining('please try again') }),
    ]);
  });
});

describe('the acknowledgement', () => {
  test('does not wait for the answer to be shown; the stop does', async () => {
    receive.mockResolvedValue(BO_WAS_FASTER);
    responses.hold();
    await expect(click()).resolves.toEqual(ACKNOWLEDGED);
    const stopped = platform.stop().then(() => 'stopped');
    await expect(Promise.race([stopped, pause(50).then(() => 'waiting')])).resolves.toBe('waiting');
    responses.release();
    await expect(stopped).resolves.toBe('stopped');
    expect(responses.heard).toHaveLength(1);
  });

  test('an answer that Slack never takes holds the stop up no longer than its time-out', async () => {
    receive.mockResolvedValue(BO_WAS_FASTER);
    responses.hold();
    await click();
    const begin = performance.now();
    await platform.stop();
    expect(performance.now() - begin).toBeLessThan(1_000);
    expect(lines.join('')).toContain('TimeoutError');
  });
});

describe('an answer that cannot be shown is one line in the log, without the secret address or a word of it', () => {
  test.each([
    ['Slack refuses it', { status: 404, body: '{"ok":false,"error":"expired_url"}' }, 'expired_url'],
    ['Slack refuses it politely', { status: 200, body: '{"ok": false, "error": "invalid_blocks"}' }, 'invalid_blocks'],
    ['Slack fails', { status: 500, body: 'Bo went wrong' }, '500'],
  ])('%s', async (_, reply, reason) => {
    receive.mockResolvedValue(BO_WAS_FASTER);
    responses.reply = reply;
    await expect(click()).resolves.toEqual(ACKNOWLEDGED);
    await platform.stop();
    expect(warnings()).toEqual([expect.stringContaining(reason)]);
    expect(lines.join('')).not.toMatch(/\/secret|Bo /);
  });

  test.each([
    ['nobody is there', () => 'http://127.0.0.1:9/secret'],
    ['it is no address', () => 'hooks/secret'],
  ])('%s', async (_, url) => {
    receive.mockResolvedValue(BO_WAS_FASTER);
    await expect(click({ response_url: url() })).resolves.toEqual(ACKNOWLEDGED);
    await platform.stop();
    expect(warnings()).toHaveLength(1);
    expect(lines.join('')).not.toMatch(/secret|Bo /);
  });
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const warnings = (): string[] => lines.filter((line) => line.includes('could not show'));
