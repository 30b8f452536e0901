/** That somebody said something, whatever it was. */
interface Utterance {
  readonly who: string;
  readonly isInternal: boolean;
  /** ISO 8601 */
  readonly at: string;
}

const WITHIN_MS = 3 * 60_000;

/** The same person, a moment later, to the same ears. */
export function goesOn(before: Utterance | undefined, next: Utterance | undefined): boolean {
  if (!before || !next) return false;
  const isSame = before.who === next.who && before.isInternal === next.isInternal;
  return isSame && Date.parse(next.at) - Date.parse(before.at) < WITHIN_MS;
}
