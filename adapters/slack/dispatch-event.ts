import type { AllMiddlewareArgs, AnyMiddlewareArgs } from '@slack/bolt';
import type { Receive } from '../../src/chat/chat-platform.ts';
import type { Log } from '../../src/log.ts';
import { readEnvelope, receiverOf, type Receiver } from './event-envelope.ts';
import { readMessageEvent } from './read-message.ts';
import { readReactionEvent } from './read-reaction.ts';
import { surprising, type Reading } from './reading.ts';
import { privately } from './slack-answers.ts';
import type { SlackEventType } from './slack-surface.ts';

const EVENT_READERS: Readonly<Record<SlackEventType, (event: unknown, receiver: Receiver) => Reading>> = {
  message: readMessageEvent,
  reaction_added: readReactionEvent,
};

export type Dispatch = (args: AnyMiddlewareArgs & AllMiddlewareArgs) => Promise<void>;

/**
 * The one listener behind Bolt. Resolves when what happened is durable; rejecting means that it is not, and the
 * receiver then tells Slack to send it again. Each listener of its own would cost 15 µs for every event (FACTS).
 */
export function createDispatch(receive: Receive, log: Log): Dispatch {
  return async (args) => {
    if ('event' in args) await dispatchEvent(args.body, receive, log);
    else if ('command' in args) await args.ack(privately(`${args.command.command} is not a command of Switchboard.`));
    // No button or form of ours exists yet: whatever was pressed needs nothing but an acknowledgement.
    else if ('ack' in args) await args.ack();
  };
}

async function dispatchEvent(body: unknown, receive: Receive, log: Log): Promise<void> {
  const { event_id: eventId, ...envelope } = readEnvelope(body);
  const type = envelope.event.type;
  const receiver = receiverOf(envelope);
  const reading = receiver ? readEvent(type, envelope.event, receiver) : surprising('event of no workspace');
  if (reading.kind !== 'skipped') {
    // An event has no response that a person could see: what the core wants to say, it posts.
    await receive(reading);
    return;
  }
  log[reading.surprising ? 'info' : 'debug']({ eventId, type, reason: reading.reason }, 'left a Slack event alone');
}

function readEvent(type: string, event: unknown, receiver: Receiver): Reading {
  const read = isHandled(type) ? EVENT_READERS[type] : undefined;
  return read ? read(event, receiver) : surprising('event type that nothing here reads');
}

const isHandled = (type: string): type is SlackEventType => Object.hasOwn(EVENT_READERS, type);
