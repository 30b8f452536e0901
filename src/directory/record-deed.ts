import type { Unit } from '../storage/unit.ts';
import type { Caller } from './access.ts';

/** What was done in this room, for the audit trail: that is kept in a room below. */
export interface Deed {
  readonly by: Caller;
  /** At most 20 characters: `key-made`. */
  readonly action: string;
  /** What it was done to; never a secret. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** Writes a deed down in the unit of work that does it. */
export type RecordDeed = (unit: Unit, deed: Deed) => Promise<void>;
