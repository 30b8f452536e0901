import { columns } from '../storage/columns.ts';
import { table } from '../storage/table.ts';

/** Who may work on a lane, and when. Its row is locked before its jobs are touched: that lock makes their order. */
export interface Lane {
  readonly name: string;
  /** Database time in ms: when the first job is due; while leased, when the lease runs out; null when nothing waits. */
  readonly wakeAt: number | null;
  /** The fencing token of the lease, 0 when free. */
  readonly token: number;
}

export const LaneSchema = table<Lane>({
  name: 'lane',
  columns: {
    name: columns.key(190, { primary: true }),
    wakeAt: columns.whole({ nullable: true }),
    token: columns.whole(),
  },
  indices: [{ name: 'lane_wake_at', columns: ['wakeAt'] }],
});
