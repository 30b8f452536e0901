import type { AllMiddlewareArgs, AnyMiddlewareArgs } from '@slack/bolt';
import type { Receive } from '../../../src/chat/chat-platform.ts';
import {
  NOTHING,
  type ActionTaken,
  type Answer,
  type CommandGiven,
  type ShortcutUsed,
} from '../../../src/chat/inbound-event.ts';
import type { Clock } from '../../../src/clock.ts';
import { messageOf } from '../../../src/errors.ts';
import type { Log } from '../../../src/log.ts';
import { readEnvelope, receiverOf, type Receiver } from '../reading/event-envelope.ts';
import type { LateAnswers } from './late-answers.ts';
import { LEFT_ALONE } from '../reading/left-alone.ts';
import type { OpenForm } from '../calls/open-form.ts';
import { readAction } from '../reading/read-action.ts';
import { readChannelEvent } from '../reading/read-channel-event.ts';
import { commandOf, readCommand } from '../reading/read-command.ts';
import { readHomeEvent } from '../reading/read-home-event.ts';
import { readMessageEvent } from '../reading/read-message-event.ts';
import { readReactionEvent } from '../reading/read-reaction.ts';
import { readShortcut } from '../reading/read-shortcut.ts';
import { readSubmission } from '../reading/read-submission.ts';
import { skipped, surprising, unknown, type Reading } from '../../../src/chat/reading.ts';
import { errorsAt, insteadOfForm, privately, TRY_AGAIN } from '../rendering/slack-answers.ts';
import type { SlackEventType } from '../slack-surface.ts';
import type { SlackWorkspaces } from '../slack-workspaces.ts';
import { SLACK } from '../slack-config.ts';

/** Our app may have been taken out of a workspace (docs.slack.dev/reference/events/app_uninstalled). */
type EndEventType = 'app_uninstalled' | 'tokens_revoked';

const END_EVENTS: ReadonlySet<string> = new Set<EndEventType>(['app_uninstalled', 'tokens_revoked']);

const EVENT_READERS: Readonly<
  Record<Exclude<SlackEventType, EndEventType>, (event: unknown, receiver: Receiver) => Reading>
> = {
  message: readMessageEvent,
  app_home_opened: readHomeEvent,
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
  readonly openForm: OpenForm;
  readonly lateAnswers: LateAnswers;
  readonly workspaces: Pick<SlackWorkspaces, 'isOurs' | 'checkEnd'>;
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
      await dispatchClick(readAction(args.body), { ...args.body }, args.ack, deps);
    else if ('shortcut' in args) await dispatchClick(readShortcut(args.body), { ...args.body }, args.ack, deps);
    else if ('view' in args && args.body.type === 'view_submission')
      await dispatchForm({ ...args.body }, args.ack as Ack, deps);
    // Whatever else was pressed needs nothing but an acknowledgement.
    else if ('ack' in args) await args.ack();
  };
}

async function dispatchEvent(body: unknown, deps: DispatchDeps): Promise<void> {
  const { event_id: eventId, ...envelope } = readEnvelope(body);
  const type = envelope.event.type;
  if (END_EVENTS.has(type)) return deps.workspaces.checkEnd(envelope.team_id ?? '');
  const receiver = receiverOf(envelope);
  const reading = receiver ? await readOurs(type, envelope.event, receiver, deps) : surprising('event of no workspace');
  // An event has no response that a person could see: what the core wants to say, it posts.
  await take(reading, { eventId, type }, deps);
}

const readOurs = async (type: string, event: unknown, receiver: Receiver, { workspaces }: DispatchDeps) =>
  (await workspaces.isOurs(receiver.workspaceId))
    ? readEvent(type, event, receiver)
    : surprising('event of a workspace that has not let us in');

type Body = Readonly<Record<string, unknown>>;
type Ack = (said?: object) => Promise<void>;
/** What a form may come of. */
type Deed = ActionTaken | CommandGiven | ShortcutUsed;

/** Slack sends no command again, so that whatever comes of it is said in the response. */
async function dispatchCommand(body: Body, ack: Ack, deps: DispatchDeps) {
  const name = commandOf(body);
  if (name === undefined) return ack(privately(`${String(body['command'])} is not a command of Switchboard.`));
  if (!(await deps.workspaces.isOurs(String(body['team_id'])))) return ack(privately(NOT_CONNECTED));
  const answer = await takeAndOpen(readCommand(name, body, deps.clock.now()), body, deps);
  await ack(answer.kind === 'say-privately' ? privately(answer.text) : undefined);
}

/** What comes of it is shown while the click is acknowledged: waiting for that would make Slack call it a failure. */
async function dispatchClick(reading: Reading<Deed>, body: Body, ack: () => Promise<void>, deps: DispatchDeps) {
  const answer = await takeAndOpen(reading, body, deps);
  if (answer.kind !== 'say-privately' || reading.kind === 'skipped' || 'response_url' in body)
    deps.lateAnswers.give(body, answer);
  else await tellAtHome(reading, answer.text, body, deps);
  await ack();
}

/** A home has no place for an answer (docs.slack.dev/surfaces/app-home): it is shown above it. */
async function tellAtHome({ workspaceId }: Deed, text: string, body: Body, deps: DispatchDeps): Promise<void> {
  try {
    await deps.openForm(workspaceId, body['trigger_id'], text);
  } catch (error) {
    deps.log.warn({ reason: messageOf(error) }, 'could not show a person in Slack what came of it');
  }
}

async function dispatchForm(body: Body, ack: Ack, deps: DispatchDeps) {
  const answer = await take(readSubmission(body, deps.clock.now()), { type: 'view_submission' }, deps);
  if (answer.kind === 'form-errors') return ack(errorsAt(answer.errors));
  await ack(answer.kind === 'say-privately' ? insteadOfForm(answer.text) : undefined);
}

/** A form is opened before the answer: what the person did is good for one, and for three seconds. */
async function takeAndOpen(reading: Reading<Deed>, body: Body, deps: DispatchDeps): Promise<Answer> {
  const answer = await take(reading, { type: body['type'] ?? 'command' }, deps);
  if (answer.kind !== 'open-form' || reading.kind === 'skipped') return answer;
  try {
    await deps.openForm(reading.workspaceId, body['trigger_id'], answer.form);
    return NOTHING;
  } catch (error) {
    deps.log.warn({ reason: messageOf(error) }, 'could not show a form');
    return { kind: 'say-privately', text: TRY_AGAIN };
  }
}

async function take(reading: Reading, about: object, { receive, log }: DispatchDeps): Promise<Answer> {
  if (reading.kind !== 'skipped') return receive(reading);
  log[reading.surprising ? 'info' : 'debug']({ ...about, reason: reading.reason }, 'left a Slack event alone');
  return NOTHING;
}

const NOT_CONNECTED =
  'Switchboard is not connected with this workspace. Ask the support team that you want to reach for a link.';

function readEvent(type: string, event: unknown, receiver: Receiver): Reading {
  if (isHandled(type)) return EVENT_READERS[type](event, receiver);
  const reason = LEFT_ALONE.get(type);
  return reason === undefined ? unknown(SLACK, type) : skipped(reason);
}

const isHandled = (type: string): type is keyof typeof EVENT_READERS => Object.hasOwn(EVENT_READERS, type);
