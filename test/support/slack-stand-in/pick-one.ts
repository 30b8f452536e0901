export interface Choice<T> {
  /** What the error calls it when it is not there. */
  readonly wanted: string;
  readonly isIt: (one: T) => boolean;
  /** What the error calls each of those that are there. */
  readonly nameOf: (one: T) => string;
}

/** The one that is wanted. @throws Error that names all that are there, when none or several fit */
export function pickOne<T>(there: readonly T[], { wanted, isIt, nameOf }: Choice<T>): T {
  const found = there.filter(isIt);
  if (found.length === 1) return found[0]!;
  const names = there.length === 0 ? 'nothing' : there.map(nameOf).join(', ');
  throw new Error(`${found.length === 0 ? 'No' : 'More than one'} ${wanted}: there is ${names}.`);
}
