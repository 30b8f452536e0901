/**
 * An error that a person or a program on the other side should see: what happened, and what to do.
 * Anything else that is thrown is our fault and is answered as `internal`.
 */
export class AppError extends Error {
  override readonly name = 'AppError';

  constructor(
    /** HTTP status that fits the fault. */
    readonly status: number,
    /** Stable, machine-readable: `invalid`, `not_found`, `conflict`, … */
    readonly code: string,
    message: string,
    /** More for programs, merged into the error answer (e.g. `allowed` status changes). */
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

export const invalid = (message: string): AppError => new AppError(400, 'invalid', message);

export const unauthorized = (message: string): AppError => new AppError(401, 'unauthorized', message);

export const forbidden = (message: string): AppError => new AppError(403, 'forbidden', message);

export const notFound = (what: string): AppError => new AppError(404, 'not_found', `There is no such ${what}.`);

export const conflict = (message: string, details: Readonly<Record<string, unknown>> = {}): AppError =>
  new AppError(409, 'conflict', message, details);

/** What a person asked for in chat cannot be done: it tells them why, and what to do instead. Nothing was changed. */
export const refuse = (why: string): AppError => new AppError(400, 'refused', why);

/** What it needs is about to be written down: the same once more, in a moment, will do. */
export class NotYet extends Error {
  override readonly name = 'NotYet';
}

/** The text of anything that was thrown, for a log line or a column. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
