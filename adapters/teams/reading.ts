import type { InboundEvent, UnknownEvent } from '../../src/chat/inbound-event.ts';
import { TEAMS } from './teams-config.ts';

/** An activity of Teams' that means nothing to us, and why. Never holds anyone's words. */
export interface Skipped {
  readonly kind: 'skipped';
  readonly reason: string;
  /** We did not expect it: an operator may want to know. */
  readonly surprising: boolean;
}

export type Reading<E extends InboundEvent = InboundEvent> = E | Skipped;

export const skipped = (reason: string): Skipped => ({ kind: 'skipped', reason, surprising: false });

export const surprising = (reason: string): Skipped => ({ kind: 'skipped', reason, surprising: true });

const NAME = /^\w[\w./-]{0,79}$/;

/** Something that Teams has begun to send since this was written. */
export const unknown = (type: string): UnknownEvent => ({
  kind: 'unknown',
  platform: TEAMS,
  type: NAME.test(type) ? type : 'unreadable',
});
