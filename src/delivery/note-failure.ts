import { PlatformError } from '../chat/platform-error.ts';
import type { Turn } from '../jobs/job.ts';
import { DeliverySchema } from './delivery.schema.ts';
import type { Delivery } from './delivery.ts';
import { jobError } from './job-error.ts';

/** A platform's call on the way of a post. What it fails by is written down: the desk is told why, and what helps. */
export async function notingFailure<T>({ id }: Pick<Delivery, 'id'>, turn: Turn, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof PlatformError) {
      await turn.unit((unit) => unit.update(DeliverySchema, { id }, { failure: error.kind }));
    }
    throw jobError(error);
  }
}
