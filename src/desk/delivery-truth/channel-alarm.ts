import { IsNull } from 'typeorm';
import { plain } from '../../chat/rich-text.ts';
import { isolate } from '../../chat/rich-text/isolate.ts';
import type { Composer } from '../../delivery/compose.ts';
import { ChannelSchema } from '../../directory/channel.schema.ts';
import type { Channel } from '../../directory/channel.ts';
import { MerchantSchema } from '../../directory/merchant.schema.ts';
import type { Reader } from '../../storage/unit.ts';
import type { WordsDeps } from '../ticket-words.ts';

/** Tells the desk, once for each time, that a merchant's channel cannot be reached; afterwards, that it can. */
export const CHANNEL_ALARM = 'channel-alarm';

interface AlarmPayload extends Record<string, unknown> {
  readonly channelId: number;
  /** In ms since 1970: the same channel may be lost again. */
  readonly lostAt: number;
}

export const channelAlarmKey = ({ channelId, lostAt }: AlarmPayload): string =>
  `${CHANNEL_ALARM}:${channelId}:${lostAt}`;

export function createChannelAlarmComposer({ storage }: WordsDeps): Composer {
  return async (payload) => {
    const { channelId, lostAt } = payload as AlarmPayload;
    const words = await storage.read((reader) => readAlarm(reader, channelId, lostAt));
    return words === null ? null : { content: { kind: 'text', text: plain(words) } };
  };
}

/** The merchant's channels that one loss may concern: when a workspace takes our app out, that is all of them. */
export const sameLoss = ({ platform, workspaceId, role, merchantId }: Channel) => ({
  platform,
  workspaceId,
  role,
  merchantId: merchantId ?? IsNull(),
});

async function readAlarm(reader: Reader, id: number, lostAt: number): Promise<string | null> {
  const channel = await reader.findOne(ChannelSchema, { where: { id } });
  if (channel?.merchantId == null) return null;
  const stillLost = await reader.findOne(ChannelSchema, { where: { ...sameLoss(channel), lostAt: new Date(lostAt) } });
  const merchant = await reader.findOne(MerchantSchema, { where: { id: channel.merchantId } });
  return alarmLine(merchant?.name ?? 'A merchant', stillLost !== null);
}

export function alarmLine(merchant: string, isLost: boolean): string {
  const whose = `${isolate(merchant)}’s channel`;
  if (!isLost) return `${whose} could not be reached for a while. It can be again.`;
  return (
    `${whose} cannot be reached any more: it is gone, or Switchboard was removed from it. Replies are kept. When ` +
    'Switchboard is invited again, those of the last day are sent by themselves, older ones with Retry.'
  );
}
