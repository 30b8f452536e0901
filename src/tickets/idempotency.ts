import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { AppError } from '../errors.ts';
import { columns } from '../storage/columns.ts';
import { table } from '../storage/table.ts';
import type { Unit } from '../storage/unit.ts';

/** What was answered to a request that said how to tell its repeats. */
export interface IdempotencyKey {
  /** The caller's key id and the key that came with the request. */
  readonly requestKey: string;
  readonly requestHash: string;
  readonly ticketId: number;
  readonly createdAt: Date;
}

export const IdempotencyKeySchema = table<IdempotencyKey>({
  name: 'idempotency_key',
  columns: {
    requestKey: columns.key(190, { primary: true }),
    requestHash: columns.key(64),
    ticketId: columns.whole(),
    createdAt: columns.time(),
  },
  indices: [{ name: 'idempotency_key_age', columns: ['createdAt'] }],
});

export interface Repeatable {
  readonly requestKey: string;
  readonly request: unknown;
}

/**
 * Makes a ticket once for each key.
 * @throws AppError 422 when the key came before with another request
 */
export async function once(
  clock: Clock,
  unit: Unit,
  { requestKey, request }: Repeatable,
  open: () => Promise<number>,
): Promise<{ readonly ticketId: number; readonly repeated: boolean }> {
  const requestHash = createHash('sha256').update(JSON.stringify(request)).digest('hex');
  const row = { requestKey, requestHash, ticketId: 0, createdAt: clock.now() };
  // The row is claimed first: of two at once, the second waits here for the first one's commit.
  if ((await unit.insertOnce(IdempotencyKeySchema, row)) !== null) {
    const ticketId = await open();
    await unit.update(IdempotencyKeySchema, { requestKey }, { ticketId });
    return { ticketId, repeated: false };
  }
  const before = await unit.lock(IdempotencyKeySchema, { requestKey });
  if (before?.requestHash !== requestHash) {
    throw new AppError(422, 'idempotency_key_reused', 'This Idempotency-Key came with another request: use a new one.');
  }
  return { ticketId: before.ticketId, repeated: true };
}
