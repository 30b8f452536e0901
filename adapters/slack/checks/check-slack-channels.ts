import { z } from 'zod';
import type { Address } from '../../../src/chat/address.ts';
import type { Finding } from '../../../src/chat/checkup.ts';
import { PlatformError } from '../../../src/chat/platform-error.ts';
import { messageOf } from '../../../src/errors.ts';
import type { SlackCall } from '../calls/slack-calls.ts';

/** Slack answers about 50 of these questions in a minute. */
const MOST_CHANNELS = 40;

const channelInfo = z.object({
  channel: z.object({
    name: z.string().optional(),
    is_member: z.boolean().optional(),
    is_archived: z.boolean().optional(),
  }),
});

/**
 * One after another; when Slack stops answering there is no use in asking on.
 * @param callIn as the bot of the channel's own workspace; undefined where we are in no such workspace
 */
export async function checkChannels(
  channels: readonly Address[],
  callIn: (channel: Address) => SlackCall | undefined,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const known = channels.flatMap((channel) => {
    const call = callIn(channel);
    return call ? [{ channel, call }] : [];
  });
  for (const [index, { channel, call }] of known.entries()) {
    if (index === MOST_CHANNELS) return [...findings, notAsked(known.length - index, 'Slack limits how many')];
    try {
      findings.push(await checkChannel(channel, call));
    } catch (error) {
      return [...findings, notAsked(known.length - index, messageOf(error))];
    }
  }
  return findings;
}

const notAsked = (count: number, detail: string): Finding => ({
  what: 'Slack channels',
  state: 'look',
  detail: `${count} could not be asked about: ${detail}`,
});

async function checkChannel({ channelId }: Address, call: SlackCall): Promise<Finding> {
  const what = `Slack ${channelId}`;
  const invite = 'invite the bot with /invite';
  try {
    const { channel } = await call('conversations.info', { channel: channelId }, channelInfo);
    const name = `#${channel.name ?? channelId}`;
    if (channel.is_archived) {
      return { what, state: 'fail', detail: `${name} is archived`, remedy: 'unarchive it, or connect another' };
    }
    if (!channel.is_member) return { what, state: 'fail', detail: `the bot is not in ${name}`, remedy: invite };
    return { what, state: 'ok', detail: `the bot is in ${name}` };
  } catch (error) {
    if (!(error instanceof PlatformError) || error.kind !== 'gone') throw error;
    return {
      what,
      state: 'fail',
      detail: 'there is no such channel for the bot',
      remedy: `${invite}, or check the id`,
    };
  }
}
