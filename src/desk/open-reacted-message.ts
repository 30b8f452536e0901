import type { ReactionAdded } from '../chat/inbound-event.ts';
import { asJobError } from '../delivery/job-error.ts';
import type { Channel } from '../directory/channel.ts';
import { findChannel } from '../directory/find-channel.ts';
import { GiveUp, type Job, type JobHandler } from '../jobs/job.ts';
import type { Unit } from '../storage/unit.ts';
import { findMessageAt } from '../tickets/find-ticket.ts';
import type { DeskDeps } from './desk-deps.ts';
import { hearMerchant } from './hear-merchant.ts';

export const OPEN_REACTED_JOB = 'open-reacted-message';

/** The reaction with which a person asks for a ticket where the channel's mode is `reaction`. */
const TICKET_EMOJI: ReadonlySet<string> = new Set(['🎫', 'ticket']);

interface ReactedPayload extends Record<string, unknown> {
  readonly platform: string;
  readonly channelId: string;
  readonly messageId: string;
}

/**
 * A reaction does not carry the words it stands on: a job fetches them.
 * @returns false when it asks for no ticket
 */
export async function queueReactedMessage(
  { jobs }: Pick<DeskDeps, 'jobs'>,
  unit: Unit,
  channel: Channel,
  { platform, channelId, messageId, emoji }: ReactionAdded,
): Promise<boolean> {
  if (channel.role !== 'merchant' || channel.mode !== 'reaction' || !TICKET_EMOJI.has(emoji)) return false;
  if (await findMessageAt(unit, platform, channelId, messageId)) return false;
  const payload: ReactedPayload = { platform, channelId, messageId };
  const what = `${OPEN_REACTED_JOB}:${platform}:${channelId}:${messageId}`;
  await jobs.enqueue(unit, { kind: OPEN_REACTED_JOB, lane: what, payload, uniqueKey: what });
  return true;
}

export function createOpenReactedHandler(deps: DeskDeps): JobHandler {
  return {
    async run(job) {
      const { platform, channelId } = job.payload as ReactedPayload;
      const said = await fetchMessage(deps, job);
      if (!said) return undefined;
      return async (unit) => {
        const channel = await findChannel(unit, platform, channelId);
        if (channel?.role === 'merchant') await hearMerchant(deps, unit, channel, said, true);
      };
    },
  };
}

async function fetchMessage({ storage, platforms }: DeskDeps, job: Job) {
  const { platform, channelId, messageId } = job.payload as ReactedPayload;
  const channel = await storage.read((reader) => findChannel(reader, platform, channelId));
  const chat = platforms.get(platform);
  if (!channel || !chat) throw new GiveUp(`Channel ${channelId} is not connected any more.`);
  const { workspaceId } = channel;
  return asJobError(chat.findMessage({ platform, workspaceId, channelId, messageId }));
}
