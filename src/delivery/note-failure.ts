import { PlatformError } from '../chat/platform-error.ts';
import type { Turn } from '../jobs/job.ts';
import { DeliverySchema } from './delivery.schema.ts';
import type { Delivery } from './delivery.ts';
import { jobError } from './job-error.ts';

/** A platform's call on the way of a post. What it fails by is written down. */
export async function notingFailure<T>(delivery: Pick<Delivery, 'id'>, turn: Turn, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    await noteFailure(delivery, turn, error);
    throw jobError(error);
  }
}

/** The desk is told why a post did not arrive, and what helps. */
export async function noteFailure({ id }: Pick<Delivery, 'id'>, turn: Turn, error: unknown): Promise<void> {
  if (!(error instanceof PlatformError)) return;
  await turn.unit((unit) => unit.update(DeliverySchema, { id }, { failure: error.kind }));
}
