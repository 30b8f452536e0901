import { z } from 'zod';
import { AppError } from '../../../src/errors.ts';

/** What is in requests of the sandbox's page. */
/** Two of them and a `clientId` fit into an event's key. */
export const id = z.string().min(1).max(50);
export const anyId = z.string().min(1).max(190);
/** Only what cannot be mistaken for anything else in a key. */
export const clientId = z.string().regex(/^[\w-]{8,64}$/);
export const words = z.string().trim().min(1).max(40_000);

/** @throws AppError 503 */
export function tellToTryAgain(): never {
  throw new AppError(
    503,
    'unavailable',
    'This could not be written down just now. Nothing was lost: please try again.',
  );
}
