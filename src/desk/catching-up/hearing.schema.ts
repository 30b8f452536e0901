import { columns } from '../../storage/columns.ts';
import { table } from '../../storage/table.ts';

/** Until when what happens on a platform has surely reached us, as far as it was worth writing down. */
export interface Hearing {
  readonly platform: string;
  /** Database time in ms. */
  readonly heardUntil: number;
}

export const HearingSchema = table<Hearing>({
  name: 'hearing',
  columns: { platform: columns.key(20, { primary: true }), heardUntil: columns.whole() },
});
