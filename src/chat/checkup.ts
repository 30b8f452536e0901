import type { Address } from './address.ts';

/**
 * - `ok`: as it should be, or switched off on purpose
 * - `look`: it works, and somebody should look at it
 * - `fail`: something does not work
 */
export type FindingState = 'ok' | 'look' | 'fail';

/** How one thing is that an operator can mend. Bears no secret. */
export interface Finding {
  readonly what: string;
  readonly state: FindingState;
  readonly detail: string;
  /** What to do about it. */
  readonly remedy?: string;
}

/** A workspace that let our app in by a link, and with what we speak there. */
export interface LetIn {
  readonly workspaceId: string;
  /** The workspace's own name. */
  readonly name: string;
  readonly isHome: boolean;
  readonly token: string;
}

/** A channel that is connected. */
export interface Connected extends Address {
  /** The address of the service through which it is reached, where the platform has more than one and we heard of it. */
  readonly serviceUrl?: string;
}

/** Looks after the outside of one platform, without taking or sending anything. */
export interface Checkup {
  /**
   * Never rejects: what cannot be asked is a finding, too.
   * @param channels those that are connected on this platform, the most important first
   * @param letIn the workspaces that are in by a link now
   */
  check(channels: readonly Connected[], letIn: readonly LetIn[]): Promise<readonly Finding[]>;
}

const LOOK_FROM_S = 60;
/** Slack refuses and we refuse what is signed at a time that differs more. */
const FAIL_FROM_S = 300;

/** How another clock differs from ours. @param otherIsAheadMs negative when it is behind */
export function compareClocks(what: string, whose: string, otherIsAheadMs: number): Finding {
  const seconds = Math.round(Math.abs(otherIsAheadMs) / 1000);
  if (seconds < LOOK_FROM_S) return { what, state: 'ok', detail: `as ${whose}` };
  const detail = `${seconds} s ${otherIsAheadMs > 0 ? 'behind' : 'ahead of'} ${whose}`;
  return { what, state: seconds < FAIL_FROM_S ? 'look' : 'fail', detail, remedy: 'set the time by NTP' };
}
