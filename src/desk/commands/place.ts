import type { Address } from '../../chat/address.ts';
import { isolate } from '../../chat/rich-text/isolate.ts';
import type { Channel } from '../../directory/channel.ts';
import { MerchantSchema } from '../../directory/merchant.schema.ts';
import type { Reader } from '../../storage/unit.ts';
import { refuse } from '../../errors.ts';
import { type Order } from './order.ts';

/** The channel in which an order was given, as one to be connected. @throws AppError where there is none */
export function placeFor({ event }: Order): Pick<Address, 'platform' | 'workspaceId' | 'channelId'> {
  if (event.isDirect) throw refuse('This is a direct conversation. Write it in the channel that you mean.');
  const { platform, workspaceId, channelId } = event;
  return { platform, workspaceId, channelId };
}

/** By name, for a line of ours. */
export async function nameOfMerchantIn(reader: Reader, { merchantId }: Channel): Promise<string> {
  const merchant = merchantId === null ? null : await reader.findOne(MerchantSchema, { where: { id: merchantId } });
  return isolate(merchant?.name ?? 'A merchant');
}
