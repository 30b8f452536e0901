/**
 * - `rate-limited`: not done; ask again after `retryAfterMs`
 * - `unauthorized`: our credentials were refused; a person must mend them
 * - `gone`: the place or the message does not exist for us any more
 * - `transient`: certainly not done; trying again may help
 * - `rejected`: the platform refuses this content; trying again cannot help
 * - `ambiguous`: sent, but the answer was lost: it may have been done
 */
export type PlatformErrorKind = 'rate-limited' | 'unauthorized' | 'gone' | 'transient' | 'rejected' | 'ambiguous';

/** The one error with which a platform rejects. Delivery decides by `kind` and by nothing else. */
export class PlatformError extends Error {
  override readonly name = 'PlatformError';
  /** Milliseconds, for `rate-limited`. */
  readonly retryAfterMs: number | undefined;

  constructor(
    readonly kind: PlatformErrorKind,
    message: string,
    options: { readonly retryAfterMs?: number; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.retryAfterMs = options.retryAfterMs;
  }
}
