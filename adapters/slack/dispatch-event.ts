import type { AllMiddlewareArgs, AnyMiddlewareArgs } from '@slack/bolt';
import type { Receive } from '../../src/chat/chat-platform.ts';
import { NOTHING, type Answer } from '../../src/chat/inbound-event.ts';
import type { Clock } from '../../src/clock.ts';
import type { Log } from '../../src/log.ts';
import { readEnvelope, receiverOf, type Receiver } from './event-envelope.ts';
import type { LateAnswers } from './late-answers.ts';
import { LEFT_ALONE } from './left-alone.ts';
import { readAction } from './read-action.ts';
import { readChannelEvent } from './read-channel-event.ts';
import { commandOf, readCommand } from './read-command.ts';
import { readMessageEvent } from './read-message-event.ts';
import { readReactionEvent } from './read-reaction.ts';
import { skipped, surprising, unknown, type Reading } from './reading.ts';
import { privately, type SlackAnswer } from './slack-answers.ts';
import type { SlackEventType } from './slack-surface.ts';

const EVENT_READERS: Readonly<Record<SlackEventType, (event: unknown, receiver: Receiver) => Reading>> = {
  message: readMessageEvent,
  channel_archive: readChannelEvent,
  channel_deleted: readChannelEvent,
  channel_left: readChannelEvent,
  channel_unarchive: readChannelEvent,
  group_archive: readChannelEvent,
  group_deleted: readChannelEvent,
  group_left: readChannelEvent,
  group_unarchive: readChannelEvent,
  member_joined_channel: readChannelEvent,
  reaction_added: readReactionEvent,
  reaction_removed: readReactionEvent,
};

export interface DispatchDeps {
  readonly receive: Receive;
  readonly lateAnswers: LateAnswers;
  readonly log: Log;
  readonly clock: Clock;
}

export type Dispatch = (args: AnyMiddlewareArgs & AllMiddlewareArgs) => Promise<void>;

/**
 * The one listener behind Bolt. Resolves when what happened is durable; rejecting means that it is not, and the
 * receiver then tells Slack to send it again. Each listener of its own would cost 15 µs for every event (FACTS).
 */
export function createDispatch(deps: DispatchDeps): Dispatch {
  return async (args) => {
    if ('event' in args) await dispatchEvent(args.body, deps);
    else if ('command' in args) await dispatchCommand({ ...args.body }, args.ack, deps);
    else if ('action' in args && args.body.type === 'block_actions')
      await dispatchAction({ ...args.body }, args.ack, deps);
    // No form of ours exists yet: whatever was pressed needs nothing but an acknowledgement.
    else if ('ack' in args) await args.ack();
  };
}

async function dispatchEvent(body: unknown, deps: DispatchDeps): Promise<void> {
  const { event_id: eventId, ...envelope } = readEnvelope(body);
  const type = envelope.event.type;
  const receiver = receiverOf(envelope);
  const reading = receiver ? readEvent(type, envelope.event, receiver) : surprising('event of no workspace');
  // An event has no response that a person could see: what the core wants to say, it posts.
  await take(reading, { eventId, type }, deps);
}

/** Slack sends no command again, so that whatever comes of it is said in the response. */
async function dispatchCommand(body: Readonly<Record<string, unknown>>, ack: Ack, deps: DispatchDeps) {
  const name = commandOf(body);
  if (name === undefined) return ack(privately(`${String(body['command'])} is not a command of Switchboard.`));
  const answer = await take(readCommand(name, body, deps.clock.now()), { type: 'command', name }, deps);
  await ack(answer.kind === 'say-privately' ? privately(answer.text) : undefined);
}

type Ack = (said?: SlackAnswer) => Promise<void>;

/** What comes of it is shown while the click is acknowledged: waiting for that would make Slack call it a failure. */
async function dispatchAction(body: Readonly<Record<string, unknown>>, ack: () => Promise<void>, deps: DispatchDeps) {
  deps.lateAnswers.give(body, await take(readAction(body), { type: 'block_actions' }, deps));
  await ack();
}

async function take(reading: Reading, about: object, { receive, log }: DispatchDeps): Promise<Answer> {
  if (reading.kind !== 'skipped') return receive(reading);
  log[reading.surprising ? 'info' : 'debug']({ ...about, reason: reading.reason }, 'left a Slack event alone');
  return NOTHING;
}

function readEvent(type: string, event: unknown, receiver: Receiver): Reading {
  if (isHandled(type)) return EVENT_READERS[type](event, receiver);
  const reason = LEFT_ALONE.get(type);
  return reason === undefined ? unknown(type) : skipped(reason);
}

const isHandled = (type: string): type is SlackEventType => Object.hasOwn(EVENT_READERS, type);
