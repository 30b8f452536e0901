import { And, Equal, FindOperator } from 'typeorm';

/**
 * Whose data somebody sees: one merchant's, or everybody's. Every query for somebody goes through `own`, so that this is
 * the one place that decides it, and the door of /api keeps an answer to a merchant for which nobody asked.
 */
export class Scope {
  #wasAsked = false;

  /** @param merchantId null: everybody's */
  constructor(readonly merchantId: number | null) {}

  get wasAsked(): boolean {
    return this.#wasAsked;
  }

  /**
   * The condition of a query, narrowed to what they may see. It only ever gets narrower: neither a filter nor a cursor on
   * the same column can widen it.
   * @param column which tells whose a row is
   */
  own<Where extends object>(where: Where, column = 'merchantId'): Where {
    this.#wasAsked = true;
    if (this.merchantId === null) return where;
    const theirs = Equal(this.merchantId);
    const asked: unknown = (where as Readonly<Record<string, unknown>>)[column];
    if (asked === undefined) return { ...where, [column]: theirs };
    return { ...where, [column]: And(theirs, asked instanceof FindOperator ? asked : Equal(asked)) };
  }

  /** A list's options with their condition narrowed. */
  ownList<Options extends { readonly where?: unknown }>(options: Options, column?: string): Options {
    return { ...options, where: this.own({ ...(options.where as object | undefined) }, column) };
  }
}

/** A merchant's people see their own merchant's data; everybody else who may sign in works for us. */
export const scopeOf = ({ merchantId }: { readonly merchantId: number | null }): Scope => new Scope(merchantId);
