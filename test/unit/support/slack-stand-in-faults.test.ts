import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startSlackStandIn } from '../../support/slack-stand-in/start-slack-stand-in.ts';
import type { SlackStandIn } from '../../support/slack-stand-in/client.ts';
import { createWebClient } from './web-client.ts';

let slack: SlackStandIn;
let channel: string;

beforeAll(async () => {
  slack = await startSlackStandIn({ retryDelaysMs: [], echo: 'off' });
});

beforeEach(async () => {
  channel = (await slack.addChannel()).id;
});

afterEach(() => slack.clearFaults());

afterAll(() => slack.stop());

const post = (text = 'hello', timeout = 5_000): Promise<unknown> =>
  createWebClient(slack, { timeout }).chat.postMessage({ channel, text });

const texts = async (): Promise<string[]> => (await slack.posts({ channel })).map(({ text }) => text);

test('cut before accepting: an error for the caller, nothing in the channel', async () => {
  await slack.fault({ action: 'cut-before-accepting', method: 'chat.postMessage' });

  await expect(post()).rejects.toThrow();
  expect(await texts()).toEqual([]);
  expect(await slack.calls({ channel })).toMatchObject([{ outcome: 'cut-before-accepting' }]);
});

test('cut after accepting: an error for the caller, the post stands', async () => {
  await slack.fault({ action: 'cut-after-accepting', method: 'chat.postMessage', channel });

  await expect(post()).rejects.toThrow();
  expect(await texts()).toEqual(['hello']);
  expect(await slack.accepted({ channel })).toMatchObject([{ text: 'hello' }]);
});

test('429 with its Retry-After', async () => {
  await slack.fault({ action: 'rate-limit', retryAfterSeconds: 7, channel });

  await expect(post()).rejects.toMatchObject({ retryAfter: 7 });
  expect(await texts()).toEqual([]);
});

test('500, and an error code of choice', async () => {
  await slack.fault({ action: 'server-error', status: 503, channel });
  await slack.fault({ action: 'error', error: 'fatal_error', channel });

  await expect(post()).rejects.toMatchObject({ statusCode: 503 });
  await expect(post()).rejects.toMatchObject({ data: { error: 'fatal_error' } });
  await expect(post()).resolves.toMatchObject({ ok: true });
});

test('a delay longer than the caller waits: it is done nevertheless', async () => {
  await slack.fault({ action: 'delay', ms: 300, channel });

  await expect(post('late', 100)).rejects.toThrow();
  expect(await texts()).toEqual([]);
  await slack.untilPosted({ channel, containing: 'late' });
});

test('hangs before accepting until released', async () => {
  const fault = await slack.fault({ action: 'hang-before-accepting', channel });
  const posting = post();
  await fault.hit();

  expect(await texts()).toEqual([]);
  await fault.release();
  await expect(posting).resolves.toMatchObject({ ok: true });
});

test('hangs before accepting, and the caller goes: it is never done', async () => {
  const fault = await slack.fault({ action: 'hang-before-accepting', channel });
  await expect(post('given up', 100)).rejects.toThrow();
  await fault.release();
  await post('the next');

  expect(await texts()).toEqual(['the next']);
});

test('accepts and hangs until released', async () => {
  const fault = await slack.fault({ action: 'hang-after-accepting', channel });
  const posting = post();
  await fault.hit();

  expect(await texts()).toEqual(['hello']);
  expect(await fault.state()).toEqual({ hits: 1, hanging: 1 });
  await fault.release();
  await expect(posting).resolves.toMatchObject({ ok: true });
});

test('acts on the calls that it was scripted for, and on no other', async () => {
  await slack.fault({ action: 'error', error: 'fatal_error', channel, containing: 'target', skip: 1, times: 2 });
  const outcomes: string[] = [];
  for (const text of ['target 1', 'other', 'target 2', 'target 3', 'target 4'])
    outcomes.push(
      await post(text).then(
        () => 'ok',
        () => 'failed',
      ),
    );

  expect(outcomes).toEqual(['ok', 'ok', 'failed', 'failed', 'ok']);
});

test('what is waited for in vain is told with the ledger', async () => {
  await post('the only post');
  const waiting = slack.untilPosted({ channel, containing: 'another' }, 1, { timeoutMs: 50 });

  await expect(waiting).rejects.toThrow(/in vain for 1 post.*The end of the ledger.*the only post/s);
});
