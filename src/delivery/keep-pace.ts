import type { Address } from '../chat/address.ts';
import type { PlatformAbilities } from '../chat/chat-platform.ts';
import type { Unit } from '../storage/unit.ts';
import { aheadMs, claimSlot, holdChannel, paceName, takeNow, type Slot } from './pace.ts';

type PostPace = Pick<PlatformAbilities, 'postsPerSecond' | 'postsPer' | 'burst' | 'workspacePostsPerSecond'>;

/**
 * Claims the time of a post, in the database, so that all replicas keep the pace together: its place's next slot, and
 * when that has come, what its place and its workspace take at this very moment. Order belongs to the thread, pace to
 * the channel; but to the thread where that is what the platform counts.
 */
export async function claimPost(unit: Unit, to: Address, pace: PostPace, claimed: number | null): Promise<Slot> {
  const { postsPerSecond, burst } = pace;
  const slot = await claimSlot(unit, placeOf(to, pace), postsPerSecond, claimed, burst?.posts);
  if (slot.waitMs > 0) return slot;
  const waitMs = (await takeInPlace(unit, to, pace)) || (await takeInWorkspace(unit, to, pace));
  // Nobody has a turn among those who wait for this: they do not all come back together.
  return { at: slot.at, waitMs: Math.ceil(waitMs * (1 + Math.random())) };
}

/** The platform limited a post. It does not say by which of its limits: the place's is the narrowest. */
export const holdPosts = (unit: Unit, to: Address, pace: PostPace, ms: number): Promise<void> =>
  holdChannel(unit, placeOf(to, pace), ms, aheadMs(pace.postsPerSecond, pace.burst?.posts ?? 1));

function placeOf({ platform, channelId, threadId }: Address, { postsPer }: PostPace, ...more: string[]): string {
  const isThread = postsPer === 'thread' && threadId !== undefined;
  return paceName(platform, channelId, ...(isThread ? [threadId] : []), ...more);
}

async function takeInPlace(unit: Unit, to: Address, pace: PostPace): Promise<number> {
  return pace.burst ? takeNow(unit, placeOf(to, pace, 'apart'), pace.burst.apartMs) : 0;
}

/** How much of a second's posts a workspace takes at once; the rest comes one by one. */
const AT_ONCE = 0.1;

async function takeInWorkspace(
  unit: Unit,
  { platform, workspaceId }: Address,
  { workspacePostsPerSecond: perSecond }: PostPace,
): Promise<number> {
  if (perSecond === undefined) return 0;
  const atOnce = Math.max(1, Math.floor(perSecond * AT_ONCE));
  const everyMs = Math.ceil(1000 / (perSecond - atOnce));
  return takeNow(unit, paceName(platform, workspaceId, 'posts'), everyMs, atOnce);
}
