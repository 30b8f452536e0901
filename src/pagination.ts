import { z } from 'zod';

const MAX_LIMIT = 100;
const DEFAULT_LIMIT = 50;

/** One page of a list that is ordered by id. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Asks for the page after this one; null on the last. */
  readonly nextCursor: string | null;
}

/** A cursor says where the last page ended. It is opaque, so that lists may change their order later. */
export const encodeCursor = (id: number): string => Buffer.from(`id:${id}`).toString('base64url');

/** @returns the id of the last item that was shown, or null when this is no cursor of ours */
export function decodeCursor(cursor: string): number | null {
  const id = Number(/^id:([1-9]\d{0,15})$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1]);
  return Number.isSafeInteger(id) && encodeCursor(id) === cursor ? id : null;
}

/** The id after which a page begins, from its opaque text. */
export const cursor = z
  .string()
  .meta({ description: 'The nextCursor of the page before.' })
  .transform((text, context) => {
    const id = decodeCursor(text);
    if (id !== null) return id;
    context.issues.push({ code: 'custom', input: text, message: 'must be the nextCursor of an earlier answer' });
    return z.NEVER;
  });

export const limit = z.coerce.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT);

/** Stands in the answer of every list. */
export const nextCursor = z.string().nullable().meta({ description: 'Asks for the next page; null on the last.' });

/** The query of every list; a room adds its filters by `.extend`. */
export const pageQuery = z.object({ limit, cursor: cursor.optional() });

/**
 * Cuts a page out of rows read with `LIMIT limit + 1`: the one row too many tells that there is more.
 */
export function toPage<T extends { readonly id: number }>(rows: readonly T[], limit: number): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: last !== undefined && rows.length > limit ? encodeCursor(last.id) : null };
}
