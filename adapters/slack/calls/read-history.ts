import { z } from 'zod';
import type { Address } from '../../../src/chat/address.ts';
import type { HistoryPage, HistoryWanted, PastEvent } from '../../../src/chat/channel-history.ts';
import type { Clock } from '../../../src/clock.ts';
import type { Log } from '../../../src/log.ts';
import type { Receiver } from '../reading/event-envelope.ts';
import { readEdit } from '../reading/read-change.ts';
import { messageSchema, readMessage } from '../reading/read-message.ts';
import { readStandingReactions, standingReactions } from '../reading/read-reaction.ts';
import type { SlackCall } from './slack-calls.ts';
import { isAbsent } from './slack-errors.ts';
import type { WhoAmI } from './slack-identity.ts';
import { microsecondsOf, slackTimestamp, timestampOf } from '../slack-timestamp.ts';

/** Slack recommends no more; of apps that it sells elsewhere than in its Marketplace it takes it for 15. */
const PAGE_SIZE = 200;

const historyMessage = messageSchema.extend({
  latest_reply: slackTimestamp.nullish().catch(undefined),
  reply_count: z.number().nullish().catch(undefined),
  reactions: standingReactions,
});

type HistoryMessage = z.infer<typeof historyMessage>;

const pageSchema = z.object({
  messages: z.array(z.unknown()),
  response_metadata: z.object({ next_cursor: z.string().optional() }).nullish(),
});

/** What is still to be read of a channel. It travels as the page's `next`. */
const agendaSchema = z.object({
  oldest: slackTimestamp,
  /** The cursor of the channel's next page, '' for its first; null: the channel itself is read. */
  older: z.string().nullable(),
  /** Pages that went back beyond what is wanted, to come across threads. */
  beyond: z.number(),
  /** Wanted threads whose first message was not come across. */
  unseen: z.array(slackTimestamp),
  /** Threads to be read. */
  threads: z.array(slackTimestamp),
  /** The cursor of the first thread's next page. */
  replies: z.string().optional(),
});

type Agenda = z.infer<typeof agendaSchema>;

export interface HistoryDeps {
  readonly call: SlackCall;
  readonly whoAmI: WhoAmI;
  readonly clock: Clock;
  readonly log: Log;
}

interface Reading extends HistoryDeps {
  readonly channelId: string;
  readonly receiver: Receiver;
  /** In microseconds since 1970. */
  readonly since: number;
}

/**
 * Reads one page: of the channel, newest first, and then of each thread that has news. The channel's pages tell which
 * threads those are (`latest_reply`). A thread that began long ago stands far back: the channel is read on beyond what
 * is wanted only while that costs fewer requests than asking for each such thread.
 */
export async function readHistory(
  { channelId, workspaceId }: Address,
  { since, threads }: HistoryWanted,
  next: string | undefined,
  deps: HistoryDeps,
): Promise<HistoryPage> {
  const { userId: botUserId } = await deps.whoAmI();
  const receiver = { workspaceId, appId: undefined, botUserId };
  const reading = { ...deps, channelId, receiver, since: microsecondsOf(timestampOf(since)) };
  const agenda = next === undefined ? begin(reading.since, threads) : agendaSchema.parse(JSON.parse(next));
  const page = agenda.older === null ? await readThread(reading, agenda) : await readChannel(reading, agenda);
  const isAll = page.left.older === null && page.left.threads.length === 0;
  return { events: page.events, ...(!isAll && { next: JSON.stringify(page.left) }) };
}

function begin(since: number, threads: readonly string[]): Agenda {
  const unseen = threads.filter((id) => slackTimestamp.safeParse(id).success);
  const oldest = Math.min(since, ...unseen.map(microsecondsOf));
  return { oldest: timestampOf(new Date(Math.floor(oldest / 1000))), older: '', beyond: 0, unseen, threads: [] };
}

interface Page {
  readonly events: readonly PastEvent[];
  readonly left: Agenda;
}

async function readChannel(reading: Reading, agenda: Agenda): Promise<Page> {
  const { channelId, since } = reading;
  const range = { channel: channelId, oldest: agenda.oldest, inclusive: true };
  const { messages, cursor } = await readPage(reading, 'conversations.history', range, agenda.older ?? '');
  const isWanted = ({ ts }: HistoryMessage) => microsecondsOf(ts) >= since || agenda.unseen.includes(ts);
  const events = messages.filter(isWanted).flatMap((message) => eventsOf(message, reading));

  const met = new Set(messages.map(({ ts }) => ts));
  const unseen = agenda.unseen.filter((ts) => !met.has(ts));
  const threads = [...agenda.threads, ...messages.filter((root) => hasNews(root, since)).map(({ ts }) => ts)];
  const isBeyond = messages.some(({ ts }) => microsecondsOf(ts) < since);
  const beyond = agenda.beyond + (isBeyond ? 1 : 0);
  const goesOn = cursor !== '' && (!isBeyond || unseen.length > beyond);
  const left = goesOn
    ? { older: cursor, unseen, threads }
    : { older: null, unseen: [], threads: [...threads, ...unseen] };
  return { events, left: { ...agenda, ...left, beyond } };
}

const hasNews = ({ reply_count, latest_reply }: HistoryMessage, since: number): boolean =>
  latest_reply ? microsecondsOf(latest_reply) >= since : (reply_count ?? 0) > 0;

async function readThread(reading: Reading, agenda: Agenda): Promise<Page> {
  const [ts, ...others] = agenda.threads;
  const range = {
    channel: reading.channelId,
    ts,
    oldest: timestampOf(new Date(reading.since / 1000)),
    inclusive: true,
  };
  const { messages, cursor } = await readPage(reading, 'conversations.replies', range, agenda.replies ?? '').catch(
    nothing,
  );
  const events = messages.flatMap((message) => eventsOf(message, reading));
  const left = cursor === '' ? { threads: others, replies: undefined } : { replies: cursor };
  return { events, left: { ...agenda, ...left } };
}

/** Of a thread that was deleted. */
function nothing(error: unknown): { messages: HistoryMessage[]; cursor: string } {
  if (isAbsent(error, 'thread_not_found', 'message_not_found')) return { messages: [], cursor: '' };
  throw error;
}

async function readPage(
  { call, log, channelId }: Reading,
  method: 'conversations.history' | 'conversations.replies',
  range: Readonly<Record<string, unknown>>,
  cursor: string,
) {
  const args = { ...range, limit: PAGE_SIZE, include_all_metadata: true, ...(cursor !== '' && { cursor }) };
  const { messages, response_metadata } = await call(method, args, pageSchema);
  const read = messages.map((message) => historyMessage.safeParse(message).data);
  const known = read.filter((message) => message !== undefined);
  if (known.length < read.length) log.info({ channel: channelId }, 'left a malformed message of a history alone');
  return { messages: known, cursor: response_metadata?.next_cursor ?? '' };
}

/** Our own posts and those of other apps are nobody's words, here as in events; people's reactions to them count. */
function eventsOf(message: HistoryMessage, { channelId, receiver, since, clock }: Reading): PastEvent[] {
  const reactions = readStandingReactions(message, channelId, receiver, clock.now());
  const said = readMessage(message, channelId, receiver);
  if (said.kind !== 'message-said') return reactions;
  const edit = readEdit(said, message, receiver);
  return [
    ...(microsecondsOf(message.ts) >= since ? [said] : []),
    ...(edit && edit.revision >= since ? [edit] : []),
    ...reactions,
  ];
}
