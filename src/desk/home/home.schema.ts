import type { PersonRef } from '../../chat/address.ts';
import { columns } from '../../storage/columns.ts';
import { table } from '../../storage/table.ts';

/** The place that our app has for one person alone. It is known from its first opening on. */
export interface Home extends PersonRef {
  readonly id: number;
  /** When the person last looked at it, or did something in it. */
  readonly openedAt: Date;
  /** What is shown there, and what should be: each change counts one. */
  readonly revision: number;
  readonly wantedRevision: number;
  /** The time that it has claimed from its workspace's pace; database time in ms. */
  readonly slotAt: number | null;
}

export const HomeSchema = table<Home>({
  name: 'home',
  columns: {
    id: columns.id(),
    platform: columns.key(20),
    workspaceId: columns.key(100),
    userId: columns.key(190),
    openedAt: columns.time(),
    revision: columns.whole(),
    wantedRevision: columns.whole(),
    slotAt: columns.whole({ nullable: true }),
  },
  indices: [{ name: 'home_account', columns: ['platform', 'userId', 'workspaceId'], unique: true }],
});
