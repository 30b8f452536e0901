import { invalid } from '../errors.ts';
import type { Reader } from '../storage/unit.ts';
import { MerchantSchema } from './merchant.schema.ts';

/**
 * Who is a merchant's belongs to one that there is; who is not, to none.
 * @param whose how to mend a merchant that is missing
 * @throws AppError `invalid`
 */
export async function checkMerchantOf(
  reader: Reader,
  { role, merchantId }: { readonly role: string; readonly merchantId: number | null },
  whose: string,
): Promise<void> {
  if (role !== 'merchant') {
    if (merchantId !== null) throw invalid('merchantId is only for the role merchant: leave it out.');
    return;
  }
  if (merchantId === null) throw invalid(`merchantId is missing: ${whose}`);
  const merchant = await reader.findOne(MerchantSchema, { where: { id: merchantId } });
  if (!merchant) throw invalid(`merchantId ${merchantId} is not known: create the merchant first.`);
}
