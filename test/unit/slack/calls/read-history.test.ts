import { beforeEach, describe, expect, test } from '@jest/globals';
import { readMessageEvent } from '../../../../adapters/slack/reading/read-message-event.ts';
import { readHistory } from '../../../../adapters/slack/calls/read-history.ts';
import type { SlackCall } from '../../../../adapters/slack/calls/slack-calls.ts';
import { SlackError } from '../../../../adapters/slack/calls/slack-errors.ts';
import type { PastEvent } from '../../../../src/chat/channel-history.ts';
import { createLog } from '../../../../src/log.ts';
import { aMessage, aPostOfOurs, BOT, BOT_USER, CHANNEL, PERSON, RECEIVER, TEAM } from '../support/an-event.ts';
import { fixedClock } from '../support/slack-http.ts';

const PLACE = { platform: 'slack', workspaceId: TEAM, channelId: CHANNEL };
const SINCE_SECONDS = 1_764_000_000;
const SINCE = new Date(SINCE_SECONDS * 1000);
const ts = (seconds: number) => `${SINCE_SECONDS + seconds}.000100`;

type Args = Readonly<Record<string, unknown>>;
type Message = Readonly<Record<string, unknown>> & { readonly ts: string };

/** Slack's two methods over what stands in a channel, a few messages to a page. */
class Channel {
  readonly calls: { readonly method: string; readonly args: Args }[] = [];

  constructor(
    private readonly messages: readonly Message[],
    private readonly pageSize = 15,
  ) {}

  readonly call: SlackCall = async (method, args, answer) => {
    this.calls.push({ method, args });
    await Promise.resolve();
    return answer.parse(method === 'conversations.history' ? this.#history(args) : this.#replies(args));
  };

  #history({ oldest, cursor }: Args) {
    const own = this.messages.filter((message) => !isReply(message) && message.ts >= String(oldest));
    return this.#page([...own].reverse(), cursor);
  }

  #replies({ ts: root, oldest, cursor }: Args) {
    const first = this.messages.find((message) => message.ts === root);
    if (!first) throw new SlackError('gone', 'thread_not_found', 'thread_not_found');
    const replies = this.messages.filter(
      (message) => isReply(message) && message['thread_ts'] === root && message.ts >= String(oldest),
    );
    const page = this.#page(replies, cursor);
    return { ...page, messages: [first, ...page.messages] };
  }

  #page(messages: readonly Message[], cursor: unknown) {
    const from = Number(cursor ?? 0);
    const to = from + this.pageSize;
    const next_cursor = to < messages.length ? String(to) : '';
    return { messages: messages.slice(from, to), response_metadata: { next_cursor } };
  }
}

const isReply = (message: Message) => message['thread_ts'] !== undefined && message['thread_ts'] !== message.ts;

const said = (seconds: number, fields: Args = {}): Message => ({ ...aMessage(fields), ts: ts(seconds) });
const reply = (root: number, seconds: number, fields: Args = {}) => said(seconds, { thread_ts: ts(root), ...fields });
const root = (seconds: number, latest: number, fields: Args = {}) =>
  said(seconds, { thread_ts: ts(seconds), reply_count: 1, latest_reply: ts(latest), ...fields });

let channel: Channel;

beforeEach(() => {
  channel = new Channel([]);
});

/** Reads page after page, as the core does. */
async function readAll(threads: readonly string[] = []): Promise<PastEvent[]> {
  const deps = {
    call: channel.call,
    whoAmI: () => Promise.resolve({ url: '', workspaceId: TEAM, userId: BOT_USER, botId: BOT }),
    clock: fixedClock,
    log: createLog('silent'),
  };
  const events: PastEvent[] = [];
  let next: string | undefined;
  do {
    const before = channel.calls.length;
    const page = await readHistory(PLACE, { since: SINCE, threads: next === undefined ? threads : [] }, next, deps);
    expect(channel.calls.length).toBe(before + 1);
    events.push(...page.events);
    next = page.next;
  } while (next !== undefined);
  return events;
}

const keys = (events: readonly PastEvent[]) => [...new Set(events.map(({ key }) => key))].sort();
const saidKey = (seconds: number) => `slack:${CHANNEL}:${ts(seconds)}:said`;
const asked = () => channel.calls.map(({ method, args }) => [method, args['ts']].filter(Boolean).join(' '));

describe('what was said', () => {
  test('is the very event that its arrival would have been', async () => {
    channel = new Channel([said(10, { text: 'Hello <@U0BOT00001>' })]);
    const [event] = await readAll();
    const arrived = readMessageEvent(aMessage({ text: 'Hello <@U0BOT00001>', ts: ts(10) }), RECEIVER);
    expect(event).toEqual(arrived);
    expect(event).toMatchObject({ mentionsBot: true });
  });

  test('comes over many pages, with what was said in the threads that they show', async () => {
    const messages = Array.from({ length: 40 }, (_, index) => said(10 + index));
    channel = new Channel([
      ...messages,
      root(60, 200),
      ...Array.from({ length: 20 }, (_, index) => reply(60, 61 + index)),
    ]);
    const seconds = [
      ...Array.from({ length: 40 }, (_, index) => 10 + index),
      60,
      ...Array.from({ length: 20 }, (_, index) => 61 + index),
    ];
    expect(keys(await readAll())).toEqual(seconds.map(saidKey).sort());
    expect(channel.calls[0]!.args).toMatchObject({ include_all_metadata: true, inclusive: true });
  });

  test('by our bot, by another, by Slackbot or by Slack itself is nobody’s words', async () => {
    channel = new Channel([
      said(10, aPostOfOurs()),
      said(17, aPostOfOurs({ app_id: undefined })),
      said(11, { bot_id: 'B0OTHER001', subtype: 'bot_message', user: undefined }),
      said(12, { user: 'USLACKBOT' }),
      said(13, { subtype: 'channel_join' }),
      said(14, { subtype: 'tombstone', user: 'USLACKBOT', hidden: true }),
      said(15, { user: BOT_USER }),
      { ts: ts(16), user: 17 },
    ]);
    expect(await readAll()).toEqual([]);
  });
});

describe('threads', () => {
  test('in which nothing is new are not asked for', async () => {
    channel = new Channel([root(-50, -40), said(10)]);
    expect(keys(await readAll([ts(-50)]))).toEqual([saidKey(10)]);
    expect(asked()).toEqual(['conversations.history']);
  });

  test('that began earlier are found by going back, as long as that is cheaper than asking for each', async () => {
    const old = Array.from({ length: 10 }, (_, index) => root(-100 + index, index === 3 ? 5 : -50));
    channel = new Channel([...old, reply(-97, 5)]);
    expect(keys(await readAll(old.map((message) => message.ts)))).toEqual([saidKey(5)]);
    expect(asked()).toEqual(['conversations.history', `conversations.replies ${ts(-97)}`]);
  });

  test('far back behind much else are asked for one by one', async () => {
    const much = Array.from({ length: 100 }, (_, index) => said(-500 + index));
    channel = new Channel([root(-9_000, 5), ...much, reply(-9_000, 5)]);
    expect(keys(await readAll([ts(-9_000)]))).toEqual([saidKey(5)]);
    expect(asked()).toEqual(['conversations.history', `conversations.replies ${ts(-9_000)}`]);
  });

  test('that are gone harm nobody', async () => {
    channel = new Channel([said(10)]);
    expect(keys(await readAll([ts(-70), 'no timestamp']))).toEqual([saidKey(10)]);
  });
});

describe('what was changed', () => {
  const edited = (seconds: number) => ({ edited: { user: PERSON, ts: `${SINCE_SECONDS + seconds}.000000` } });

  test('is an edit besides, also of what was said earlier in a thread that is read', async () => {
    channel = new Channel([root(-50, 10, edited(20)), reply(-50, 10, edited(30)), said(-60, edited(20))]);
    const events = await readAll([ts(-50)]);
    const edits = events.filter((event) => event.kind === 'message-edited');
    expect([...new Set(edits.map(({ said }) => said.messageId))].sort()).toEqual([ts(-50), ts(10)]);
    expect(edits[0]).toMatchObject({ revision: (SINCE_SECONDS + 20) * 1_000_000 });
    // Both tell the newest words; the first is dropped where the message is known.
    expect(events).toContainEqual(expect.objectContaining({ kind: 'message-said', messageId: ts(10) }));
  });

  test('long before is none', async () => {
    channel = new Channel([root(-50, -40, edited(-30)), said(10)]);
    expect(keys(await readAll([ts(-50)]))).toEqual([saidKey(10)]);
  });
});

test('a reaction that stands there counts, our own does not; on our posts, too', async () => {
  const reactions = [
    { name: 'ticket', users: [PERSON, BOT_USER], count: 2 },
    { name: 'eyes', users: ['U0OTHER001'], count: 1 },
  ];
  channel = new Channel([said(10, { ...aPostOfOurs(), reactions })]);
  const events = await readAll();
  expect(events).toMatchObject([
    { kind: 'reaction-added', messageId: ts(10), userId: PERSON, emoji: '🎫' },
    { kind: 'reaction-added', messageId: ts(10), userId: 'U0OTHER001', emoji: '👀' },
  ]);
});
