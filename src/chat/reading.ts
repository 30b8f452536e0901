import type { PlatformName } from './address.ts';
import type { InboundEvent, UnknownEvent } from './inbound-event.ts';

/** What a platform told that means nothing to us, and why. Never holds anyone's words. */
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

/** Something that a platform has begun to send since this was written. */
export const unknown = (platform: PlatformName, type: string): UnknownEvent => ({
  kind: 'unknown',
  platform,
  type: NAME.test(type) ? type : 'unreadable',
});
