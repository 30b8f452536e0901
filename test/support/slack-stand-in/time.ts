/** Epoch milliseconds with fractions, never going back. */
export const now = (): number => performance.timeOrigin + performance.now();

/** Hands out Slack's message timestamps: seconds and microseconds, each once and, for the present, increasing. */
export class TimestampSource {
  #latest = 0;
  readonly #taken = new Set<number>();

  next(at?: number): string {
    return at === undefined ? this.#present() : this.#past(at);
  }

  #present(): string {
    this.#latest = Math.max(Math.floor(now() * 1000), this.#latest + 1);
    return format(this.#latest);
  }

  #past(at: number): string {
    let micros = Math.floor(at * 1000);
    while (this.#taken.has(micros)) micros += 1;
    this.#taken.add(micros);
    return format(micros);
  }
}

/** As Slack tells when a message was edited. */
export const wholeSeconds = (ts: string): string => `${ts.slice(0, ts.indexOf('.'))}.000000`;

function format(micros: number): string {
  const digits = String(micros);
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
}
