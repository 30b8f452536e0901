import type { Receive } from '../chat/chat-platform.ts';
import {
  NOTHING,
  type CommandGiven,
  type InboundEvent,
  type MessageSaid,
  type WorkspaceLost,
} from '../chat/inbound-event.ts';
import { keepInHistory, type Happened } from '../delivery/history/keep-event.ts';
import { recordFileReceipt, recordReceipt } from '../delivery/mark-delivery.ts';
import type { Channel } from '../directory/channel.ts';
import { findChannel } from '../directory/find-channel.ts';
import { endInstallation } from '../directory/installations/end-installation.ts';
import { findGuest } from '../directory/installations/find-guest.ts';
import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Unit } from '../storage/unit.ts';
import { takeAction } from './actions/take-action.ts';
import { meantForSupport } from './commands/meant-for-support.ts';
import { takeCommand } from './commands/take-command.ts';
import { connectGuest } from './connect-guest.ts';
import type { DeskDeps } from './desk-deps.ts';
import { findChannelAgain, loseChannel, loseWorkspace } from './delivery-truth/channel-reach.ts';
import { takeForm } from './forms/take-form.ts';
import { takeShortcut } from './forms/take-shortcut.ts';
import { greet } from './greeting.ts';
import { hearAgents } from './hear-agents.ts';
import { hearDeletion, hearEdit } from './hear-change.ts';
import { hearMerchant } from './hear-merchant.ts';
import { hearReaction } from './hear-reaction.ts';
import { createHearUnknown } from './hear-unknown.ts';
import { queueReactedMessage } from './open-reacted-message.ts';
import { recordEvent } from './seen-event.schema.ts';
import type { Told } from './told.ts';
import { hearTyping } from './typing/hear-typing.ts';

/**
 * Takes what happened on a platform, in one unit of work: the event's key (a second time changes nothing), what
 * follows in the directory's and the tickets' rooms, and the jobs. Rejects when it could not be committed: the
 * platform then sends it again.
 */
export function createReceive(deps: DeskDeps): Receive {
  const hearUnknown = createHearUnknown(deps);
  return async (event) => {
    if (event.kind === 'typing-changed') {
      await hearTyping(deps, event);
      return NOTHING;
    }
    if (event.kind === 'unknown') {
      hearUnknown(event);
      return NOTHING;
    }
    const place = 'channelId' in event ? { channel: event.channelId } : {};
    const log = deps.log.child({ event: event.key, platform: event.platform, ...place });
    const began = performance.now();
    deps.metrics.eventsReceived.inc({ platform: event.platform });
    try {
      const { effect, answer } = await tell(deps, event);
      if (effect === 'duplicate') deps.metrics.eventsDuplicate.inc({ platform: event.platform });
      log.debug({ kind: event.kind, effect }, 'event');
      return answer;
    } catch (error) {
      logRefusal(log, error);
      throw error;
    } finally {
      deps.metrics.eventSeconds.observe({ platform: event.platform }, (performance.now() - began) / 1000);
    }
  };
}

const logRefusal = (log: Log, error: unknown): void =>
  log.error({ err: messageOf(error) }, 'an event could not be taken; the platform will send it again');

async function tell(deps: DeskDeps, event: Durable): Promise<Told> {
  if (event.kind === 'action-taken') return takeAction(deps, event);
  if (event.kind === 'command-given') {
    const said = await meantForSupport(deps, event);
    if (said) return tell(deps, said);
    const told = await takeCommand(deps, event);
    await deps.storage.unit((unit) => rememberOrder(deps, unit, event));
    return told;
  }
  if (event.kind === 'shortcut-used') return takeShortcut(deps, event);
  if (event.kind === 'form-submitted') return takeForm(deps, event);
  if (event.kind === 'home-opened') {
    await deps.storage.unit((unit) => deps.homes.opened(unit, event));
    return { effect: 'taken', answer: NOTHING };
  }
  return { effect: await deps.storage.unit((unit) => takeEvent(deps, unit, event)), answer: NOTHING };
}

/** An order that was written as words is never heard as words, also when it is edited. Elsewhere nothing is kept of it. */
async function rememberOrder({ clock }: DeskDeps, unit: Unit, order: CommandGiven): Promise<void> {
  const { saidKey, platform, channelId } = order;
  if (saidKey === undefined || !(await findChannel(unit, platform, channelId))) return;
  await recordEvent(unit, saidKey, clock.now());
}

type Durable = Exclude<InboundEvent, { kind: 'typing-changed' | 'unknown' }>;
type Unanswered = Exclude<
  Durable,
  { kind: 'action-taken' | 'command-given' | 'shortcut-used' | 'form-submitted' | 'home-opened' }
>;

/** In the caller's unit: for what comes to us by another way than being told of it. */
export async function takeEvent(deps: DeskDeps, unit: Unit, event: Unanswered): Promise<Told['effect']> {
  if (event.kind === 'workspace-lost') return takeWorkspaceLost(deps, unit, event);
  if (event.kind === 'post-seen') return (await recordReceipt(unit, event)) ? 'taken' : 'ignored';
  if (event.kind === 'file-seen') return (await recordFileReceipt(unit, event.platform, event)) ? 'taken' : 'ignored';
  if (event.kind === 'message-said' && (await isOwnFile(unit, event))) return 'taken';
  const channel = await findChannel(unit, event.platform, event.channelId);
  if (!channel) return (await greetWhere(deps, unit, event)) ? 'taken' : 'ignored';
  if (await isOfGuestsBot(unit, channel, event)) return 'ignored';
  if (!(await recordEvent(unit, event.key, deps.clock.now()))) return 'duplicate';
  if (event.kind === 'channel-lost') await loseChannel(deps, unit, event, event.at);
  else if (event.kind === 'channel-found') await findChannelAgain(deps, unit, event, event.at);
  else await takeWords(deps, unit, channel, asReceivedBy(channel, event));
  return 'taken';
}

/** A file that we shared may come as if somebody had said it: through another bot of ours, or without our bot's id. */
async function isOwnFile(unit: Unit, { platform, messageId, files = [] }: MessageSaid): Promise<boolean> {
  for (const { nativeId: uploadId } of files) {
    if (await recordFileReceipt(unit, platform, { uploadId, messageId })) return true;
  }
  return false;
}

/** In a shared channel a guest may take their own bot out, or bring it in: ours is there all the same. */
async function isOfGuestsBot(unit: Unit, { workspaceId }: Channel, event: Unanswered): Promise<boolean> {
  if (event.kind !== 'channel-lost' && event.kind !== 'channel-found') return false;
  return event.workspaceId !== workspaceId && (await findGuest(unit, event)) !== null;
}

/** In a channel that several workspaces share an event may come through any: the one that posts there counts. */
const asReceivedBy = ({ workspaceId }: Channel, event: Happened): Happened =>
  event.kind === 'message-edited'
    ? { ...event, workspaceId, said: { ...event.said, workspaceId } }
    : { ...event, workspaceId };

async function takeWorkspaceLost(deps: DeskDeps, unit: Unit, event: WorkspaceLost): Promise<Told['effect']> {
  const { platform, workspaceId, serial, at } = event;
  if (!(await endInstallation(unit, event, serial, at))) return 'duplicate';
  unit.afterCommit(() => deps.log.warn({ platform, workspace: workspaceId }, 'our app was taken out of a workspace'));
  await loseWorkspace(deps, unit, event, at);
  return 'taken';
}

/** A channel that nobody has connected yet: whoever invited our bot is told how. A guest's connects itself. */
async function greetWhere(deps: DeskDeps, unit: Unit, event: Unanswered): Promise<boolean> {
  if (event.kind !== 'channel-found' || !event.wasInvited) return false;
  const guest = await findGuest(unit, event);
  return guest ? connectGuest(deps, unit, event, guest) : greet(deps, unit, event);
}

async function takeWords(deps: DeskDeps, unit: Unit, channel: Channel, event: Happened): Promise<void> {
  if (keepsNothing(deps, event)) await keepInHistory(deps.clock, unit, event);
  await takeFrom(deps, unit, channel, event);
}

const keepsNothing = ({ platforms }: DeskDeps, { platform }: Happened): boolean =>
  platforms.get(platform)?.abilities.keepsHistory === false;

async function takeFrom(deps: DeskDeps, unit: Unit, channel: Channel, event: Happened): Promise<void> {
  switch (event.kind) {
    case 'message-said':
      return hear(deps, unit, channel, event);
    case 'message-edited':
      return hearEdit(deps, unit, event, (said) => hear(deps, unit, channel, said));
    case 'message-deleted':
      return hearDeletion(deps, unit, event);
    case 'reaction-added':
      if (await queueReactedMessage(deps, unit, channel, event)) return;
      return hearReaction(deps, unit, event);
    case 'reaction-removed':
      return hearReaction(deps, unit, event);
  }
}

async function hear(deps: DeskDeps, unit: Unit, channel: Channel, event: MessageSaid): Promise<void> {
  switch (channel.role) {
    case 'merchant':
      return hearMerchant(deps, unit, channel, event);
    case 'desk':
      return hearAgents(deps, unit, event);
    case 'digest':
      return;
  }
}
