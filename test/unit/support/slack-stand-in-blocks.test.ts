import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startSlackStandIn } from '../../support/slack-stand-in/start-slack-stand-in.ts';
import type { SlackStandIn } from '../../support/slack-stand-in/client.ts';
import { createWebClient } from './web-client.ts';

let slack: SlackStandIn;
let channel: string;

beforeAll(async () => {
  slack = await startSlackStandIn({ echo: 'off' });
  channel = (await slack.addChannel()).id;
});

afterAll(() => slack.stop());

const plain = (text: string) => ({ type: 'plain_text', text });
const long = (length: number): string => 'x'.repeat(length);
const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));

const button = (fields: object = {}) => ({ type: 'button', text: plain('Accept'), ...fields });
const option = (fields: object = {}) => ({ text: plain('Bo'), value: '7', ...fields });
const select = (fields: object = {}) => ({
  type: 'static_select',
  placeholder: plain('Hand over to …'),
  options: [option()],
  ...fields,
});
const actions = (...elements: readonly object[]) => ({ type: 'actions', elements });
const section = (fields: object) => ({ type: 'section', text: plain('Words'), ...fields });

async function post(...blocks: readonly object[]): Promise<{ ok: boolean; error?: string; errors?: string[] }> {
  const response = await fetch(`${slack.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${slack.home.botToken}` },
    body: JSON.stringify({ channel, text: 'x', blocks }),
  });
  return (await response.json()) as { ok: boolean };
}

describe('buttons and selects that Slack refuses', () => {
  test.each([
    ['no elements', { type: 'actions' }, 'missing required field: elements [/blocks/0]'],
    ['an empty list', actions(), 'must have 1 to 25 items [/blocks/0/elements]'],
    ['26 elements', actions(...many(26, () => button())), 'must have 1 to 25 items [/blocks/0/elements]'],
    ['no type', actions({}), 'missing required field: type [/blocks/0/elements/0]'],
    ['one action twice', actions(button({ action_id: 'a' }), select({ action_id: 'a' })), 'already exists'],
    ['a long action', actions(button({ action_id: long(256) })), 'less than 256 characters'],
    ['no text', actions(button({ text: undefined })), 'missing required field: text'],
    ['an empty text', actions(button({ text: plain('') })), 'more than 0 characters [/blocks/0/elements/0/text/text]'],
    ['a long text', actions(button({ text: plain(long(76)) })), 'less than 76 characters'],
    ['markup', actions(button({ text: { type: 'mrkdwn', text: '*Go*' } })), 'must be a plain_text object'],
    ['a long value', actions(button({ value: long(2_001) })), 'less than 2001 characters'],
    ['a long address', actions(button({ url: long(3_001) })), 'less than 3001 characters'],
    ['no placeholder', actions(select({ placeholder: undefined })), 'missing required field: placeholder'],
    ['a long placeholder', actions(select({ placeholder: plain(long(151)) })), 'less than 151 characters'],
    ['no options', actions(select({ options: undefined })), 'missing required field: options'],
    ['an empty menu', actions(select({ options: [] })), 'must have 1 to 100 items [/blocks/0/elements/0/options]'],
    ['101 options', actions(select({ options: many(101, () => option()) })), 'must have 1 to 100 items'],
    ['an empty option', actions(select({ options: [option({ text: plain('') })] })), 'more than 0 characters'],
    ['a long option', actions(select({ options: [option({ text: plain(long(76)) })] })), 'less than 76 characters'],
    ['no option value', actions(select({ options: [option({ value: undefined })] })), 'required field: value'],
    ['a long option value', actions(select({ options: [option({ value: long(151) })] })), 'less than 151 characters'],
    ['a long text beside a section', section({ accessory: button({ text: plain(long(76)) }) }), '/accessory/text/text'],
    ['a button among the small print', { type: 'context', elements: [button()] }, 'belong into an actions block'],
  ])('%s', async (_, block, complaint) => {
    const { error, errors } = await post(block);

    expect({ error, errors }).toEqual({ error: 'invalid_blocks', errors: [expect.stringContaining(complaint)] });
  });

  test('the longest and the most of each are taken', async () => {
    const longest = button({ text: plain(long(75)), action_id: long(255), value: long(2_000), url: long(3_000) });
    const fullest = select({ options: many(100, () => option({ text: plain(long(75)), value: long(150) })) });

    expect(await post(actions(longest, fullest, ...many(23, () => button())))).toMatchObject({ ok: true });
    expect(await post(actions(button({ action_id: 'a' })), actions(button({ action_id: 'a' })))).toMatchObject({
      ok: true,
    });
  });
});

test('what the app leaves unnamed gets a name, in events and history alike', async () => {
  await post(actions(button(), button({ action_id: 'mine' })), section({ accessory: button() }));
  const [shown] = (await slack.posts({ channel })).slice(-1);
  const name = expect.stringMatching(/^[\w-]+$/);

  expect(shown!.blocks).toMatchObject([
    { block_id: name, elements: [{ action_id: name }, { action_id: 'mine' }] },
    { block_id: name, accessory: { action_id: name } },
  ]);
  const { messages } = await createWebClient(slack).conversations.history({ channel, limit: 1 });
  expect(messages![0]!.blocks).toEqual(shown!.blocks);
});
