import { columns } from '../storage/columns.ts';
import { table } from '../storage/table.ts';

/** An organisation that asks. */
export interface Merchant {
  readonly id: number;
  readonly name: string;
  readonly createdAt: Date;
}

export const MerchantSchema = table<Merchant>({
  name: 'merchant',
  columns: { id: columns.id(), name: columns.prose(200), createdAt: columns.time() },
});
