import { retryDelivery } from '../../delivery/retry-delivery.ts';
import type { Unit } from '../../storage/unit.ts';
import { findMessage } from '../../tickets/find-ticket.ts';
import { findParts, isDead, isWithdrawn } from '../delivery-truth/find-parts.ts';
import type { DeskDeps } from '../desk-deps.ts';
import type { Click } from './act.ts';

const TAKEN_BACK = 'This message was taken back, so there is nothing to send.';

/**
 * Tries again what was given up of a message, by a click on the note about it. The note says how it stands, also when
 * nothing was given up any more.
 */
export async function retryMessage({ jobs }: DeskDeps, unit: Unit, { id }: Pick<Click, 'id'>): Promise<string | null> {
  const message = await findMessage(unit, id);
  const parts = message ? await findParts(unit, message) : [];
  if (parts.every(isWithdrawn)) return TAKEN_BACK;
  for (const part of parts.filter(isDead)) await retryDelivery(jobs, unit, part);
  return null;
}
