import type { ChatPlatform } from '../../chat/chat-platform.ts';
import { claimSlot } from '../../delivery/pace.ts';
import { ChannelSchema } from '../../directory/channel.schema.ts';
import type { Channel } from '../../directory/channel.ts';
import { RetryLater, type Turn } from '../../jobs/job.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { SweepSchema, type Sweep } from './sweep.schema.ts';

/** Reading of one channel after an outage. */
export interface Way {
  readonly sweep: Sweep;
  readonly channel: Channel;
  readonly platform: Remembering;
}

type Remembering = ChatPlatform & Required<Pick<ChatPlatform, 'readHistory'>>;

const remembers = (platform: ChatPlatform | undefined): platform is Remembering => platform?.readHistory !== undefined;

/** In ms: a platform that is switched off may be on after the next start. */
const SWITCHED_OFF_MS = 60_000;

/** Null when the channel is not connected any more. @throws RetryLater while the platform is switched off */
export async function findWay(
  { storage, platforms }: Pick<DeskDeps, 'storage' | 'platforms'>,
  sweepId: number,
): Promise<Way | null> {
  return storage.read(async (reader) => {
    const sweep = await reader.findOne(SweepSchema, { where: { id: sweepId } });
    const channel = sweep && (await reader.findOne(ChannelSchema, { where: { id: sweep.channelId } }));
    if (!channel) return null;
    const platform = platforms.get(channel.platform);
    if (!remembers(platform)) throw new RetryLater(SWITCHED_OFF_MS, `${channel.platform} is not switched on.`);
    return { sweep, channel, platform };
  });
}

/**
 * Reads of one workspace take turns over all replicas, and never use up what posting needs for reading back.
 * @throws RetryLater until the time of this one has come
 */
export async function paceReads({ sweep, channel, platform }: Way, turn: Turn): Promise<void> {
  const waitMs = await turn.unit(async (unit) => {
    const slot = await claimSlot(unit, paceKey(channel), platform.abilities.readsPerSecond, sweep.slotAt);
    await unit.update(SweepSchema, { id: sweep.id }, { slotAt: slot.waitMs > 0 ? slot.at : null });
    return slot.waitMs;
  });
  if (waitMs > 0) throw new RetryLater(waitMs, 'The workspace is read on then.');
}

/** What a limit holds back. */
export const paceKey = ({ platform, workspaceId }: Channel): string => `${platform}:${workspaceId}:reads`;
