import type { Connected, Finding } from '../chat/checkup.ts';
import { ChannelSchema } from '../directory/channel.schema.ts';
import { addressOfChannel, type Channel } from '../directory/channel.ts';
import { findReference } from '../directory/references/create-references.ts';
import type { ReadableStorage } from '../storage/open-for-reading.ts';

/** Those that are connected, desks first: without one no ticket is seen. */
export async function readChannels({ read }: ReadableStorage): Promise<Channel[]> {
  const channels = await read((reader) => reader.find(ChannelSchema, { order: { id: 'ASC' } }));
  return [...channels].sort((a, b) => Number(b.role === 'desk') - Number(a.role === 'desk'));
}

/** Where platforms are to look for them. */
export const findConnected = ({ read }: ReadableStorage, channels: readonly Channel[]): Promise<Connected[]> =>
  read(async (reader) => {
    const connected: Connected[] = [];
    for (const channel of channels) {
      const reference = await findReference(reader, channel, channel.channelId);
      connected.push({ ...addressOfChannel(channel), ...(reference && { serviceUrl: reference.serviceUrl }) });
    }
    return connected;
  });

/** What we know of them ourselves. */
export function checkChannels(channels: readonly Channel[]): Finding[] {
  return [checkDesk(channels), checkMerchants(channels), ...channels.filter(isLost).map(tellLost)];
}

function checkDesk(channels: readonly Channel[]): Finding {
  const what = 'Desk';
  const desks = channels.filter(({ role }) => role === 'desk');
  if (desks.some(({ merchantId }) => merchantId === null)) return { what, state: 'ok', detail: 'connected' };
  const remedy = 'connect the agents’ channel: by the order desk here in it, or POST /api/channels with "role": "desk"';
  if (desks.length > 0) return { what, state: 'look', detail: 'none for merchants without one of their own', remedy };
  return { what, state: 'fail', detail: 'none connected: nobody sees the tickets', remedy };
}

function checkMerchants(channels: readonly Channel[]): Finding {
  const what = 'Merchants';
  const count = channels.filter(({ role }) => role === 'merchant').length;
  if (count > 0) return { what, state: 'ok', detail: `${count} connected ${count === 1 ? 'channel' : 'channels'}` };
  const remedy = 'connect one: by the order desk merchant in it, or POST /api/channels with "role": "merchant"';
  return { what, state: 'look', detail: 'no channel connected', remedy };
}

const isLost = ({ lostAt }: Channel): boolean => lostAt !== null;

const tellLost = ({ platform, channelId, role, lostAt }: Channel): Finding => ({
  what: 'Lost channel',
  // Whether it is so at this moment the platform's own check tells: an answer that arrives there ends it.
  state: 'look',
  detail: `${channelId} on ${platform} (${role}): nothing has arrived there since ${lostAt?.toISOString() ?? 'some time'}`,
  remedy: 'invite the bot again; the next answer that arrives there ends this',
});
