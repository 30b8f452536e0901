import type { WorkspaceRef } from '../../chat/installations.ts';
import { planThread } from '../../delivery/find-conversation.ts';
import { wasReachedSince } from '../../delivery/find-in-channel.ts';
import type { Outbox } from '../../delivery/outbox.ts';
import { ChannelSchema } from '../../directory/channel.schema.ts';
import { addressOfChannel, type Channel } from '../../directory/channel.ts';
import { findDesk } from '../../directory/find-channel.ts';
import { markFound, markLost, type ChannelPlace } from '../../directory/lost-channel.ts';
import type { JobQueue } from '../../jobs/worker.ts';
import type { Log } from '../../log.ts';
import type { Unit } from '../../storage/unit.ts';
import { CHANNEL_ALARM, channelAlarmKey, sameLoss } from './channel-alarm.ts';
import { queueRetryGone } from './retry-gone.ts';

export interface ReachDeps {
  readonly outbox: Outbox;
  readonly jobs: JobQueue;
  readonly log: Log;
}

/**
 * A channel could not be posted into at this time: the platform said so, or a post failed. One alarm stands at the desk
 * for each time that a merchant's channel is lost, in the channel itself, as it concerns all of their tickets. A desk
 * that is lost has nobody to tell: that is in the log and in /metrics.
 */
export async function loseChannel(deps: ReachDeps, unit: Unit, place: ChannelPlace, at: Date): Promise<void> {
  const channel = await lose(deps, unit, place, at);
  if (channel) await alarm(deps, unit, channel, at);
}

/** Our app was taken out of a workspace: all of its channels are lost, and each merchant's have one alarm together. */
export async function loseWorkspace(deps: ReachDeps, unit: Unit, workspace: WorkspaceRef, at: Date): Promise<void> {
  const { platform, workspaceId } = workspace;
  const channels = await unit.find(ChannelSchema, { where: { platform, workspaceId }, order: { id: 'ASC' } });
  const told = new Set<number | null>();
  for (const place of channels) {
    const channel = await lose(deps, unit, place, at);
    if (channel && !told.has(channel.merchantId)) await alarm(deps, unit, channel, at);
    if (channel) told.add(channel.merchantId);
  }
}

async function lose({ log }: ReachDeps, unit: Unit, place: ChannelPlace, at: Date): Promise<Channel | null> {
  if (await wasReachedSince(unit, place, at)) return null;
  const channel = await markLost(unit, place, at);
  if (!channel) return null;
  const { platform, channelId, role } = channel;
  unit.afterCommit(() => log.warn({ platform, channel: channelId, role }, 'a channel cannot be reached any more'));
  return channel;
}

async function alarm(deps: ReachDeps, unit: Unit, channel: Channel, at: Date): Promise<void> {
  const desk = await findDeskFor(unit, channel);
  if (!desk) return;
  const conversation = await planThread(unit, addressOfChannel(desk));
  const payload = { channelId: channel.id, lostAt: at.getTime() };
  const key = channelAlarmKey(payload);
  await deps.outbox.post(unit, { key, conversation, composer: CHANNEL_ALARM, payload, opensThread: true });
}

async function findDeskFor(unit: Unit, { role, merchantId }: Channel): Promise<Channel | null> {
  return role === 'merchant' && merchantId !== null ? findDesk(unit, merchantId) : null;
}

/** It can be reached again: the alarm says so, and what failed meanwhile is tried once more. */
export async function findChannelAgain(deps: ReachDeps, unit: Unit, place: ChannelPlace, at: Date): Promise<void> {
  const channel = await markFound(unit, place, at);
  if (!channel) return;
  const { platform, channelId, role, lostAt } = channel;
  unit.afterCommit(() => deps.log.info({ platform, channel: channelId, role }, 'a channel can be reached again'));
  // The alarm may stand under the name of another channel that was lost with it.
  for (const { id } of await unit.find(ChannelSchema, { where: sameLoss(channel) })) {
    await deps.outbox.refresh(unit, channelAlarmKey({ channelId: id, lostAt: lostAt.getTime() }));
  }
  await queueRetryGone(deps.jobs, unit, channel);
}
