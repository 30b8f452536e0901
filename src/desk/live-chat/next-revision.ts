import { positionOf } from '../../chat/inbound-event.ts';
import type { Clock } from '../../clock.ts';

/** The later under the ticket's lock is the later, whatever the clocks of two replicas say. */
export const nextRevision = (clock: Clock, before: number): number => Math.max(positionOf(clock.now()), before + 1);
