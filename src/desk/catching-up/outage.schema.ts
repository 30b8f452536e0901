import { columns } from '../../storage/columns.ts';
import { table } from '../../storage/table.ts';

/** A time in which we did not hear a platform, for longer than it keeps telling. */
export interface Outage {
  readonly id: number;
  readonly platform: string;
  readonly since: Date;
  readonly until: Date;
  /** When all that could be caught up on was; null while that goes on. */
  readonly caughtUpAt: Date | null;
}

export const OutageSchema = table<Outage>({
  name: 'outage',
  columns: {
    id: columns.id(),
    platform: columns.key(20),
    since: columns.time(),
    until: columns.time(),
    caughtUpAt: columns.time({ nullable: true }),
  },
});
