import type { PlatformErrorKind } from '../../chat/platform-error.ts';
import { columns } from '../../storage/columns.ts';
import { table } from '../../storage/table.ts';

/** One channel's history, read after one outage. */
export interface Sweep {
  readonly id: number;
  readonly outageId: number;
  /** Of the channel as it was connected then: one that is connected anew is another. */
  readonly channelId: number;
  readonly since: Date;
  /** `failed`: its job was given up, and can be retried. */
  readonly state: 'reading' | 'read' | 'failed';
  /** Where the platform's next page is. */
  readonly next: string | null;
  /** When it may be asked next: database time in ms. */
  readonly slotAt: number | null;
  /** There was more than we read. */
  readonly isCut: boolean;
  readonly failure: PlatformErrorKind | null;
  /** Messages that came to a ticket by it. */
  readonly taken: number;
  /** What could not be taken, however often it was tried. */
  readonly untaken: number;
}

export const SweepSchema = table<Sweep>({
  name: 'sweep',
  columns: {
    id: columns.id(),
    outageId: columns.whole(),
    channelId: columns.whole(),
    since: columns.time(),
    state: columns.key(10),
    next: columns.longProse({ nullable: true }),
    slotAt: columns.whole({ nullable: true }),
    isCut: columns.flag(),
    failure: columns.key(20, { nullable: true }),
    taken: columns.whole(),
    untaken: columns.whole(),
  },
  indices: [
    { name: 'sweep_outage', columns: ['outageId', 'state'] },
    { name: 'sweep_state', columns: ['state'] },
  ],
});
