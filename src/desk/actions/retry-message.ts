import { retryDelivery } from '../../delivery/retry-delivery.ts';
import { findCopies } from '../../relay/copy-message.ts';
import type { Unit } from '../../storage/unit.ts';
import type { DeskDeps } from '../desk-deps.ts';
import type { Click } from './act.ts';

/** Tries again what was given up of a message, by a click on the note about it. */
export async function retryMessage({ jobs }: DeskDeps, unit: Unit, message: Pick<Click, 'id'>): Promise<string | null> {
  const dead = (await findCopies(unit, message)).filter(({ state }) => state === 'dead');
  let retried = 0;
  for (const delivery of dead) if (await retryDelivery(jobs, unit, delivery)) retried += 1;
  return retried < dead.length ? 'It is too long ago to try again. Please say it once more.' : null;
}
