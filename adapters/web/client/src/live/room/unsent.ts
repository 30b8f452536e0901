/** What somebody wrote here and the server has not shown yet. */
export interface Unsent {
  /** Under which the server takes it once, however often it is sent. */
  readonly clientId: string;
  readonly content: string;
  readonly at: string;
  /** Why the server refused it; null while it is on its way. */
  readonly reason: string | null;
}

/** What is on its way outlives a reload in this tab's storage. */
export function readUnsent(storage: Storage, name: string): readonly Unsent[] {
  try {
    return JSON.parse(storage.getItem(name) ?? '[]') as Unsent[];
  } catch {
    return [];
  }
}

export function keepUnsent(storage: Storage, name: string, unsent: readonly Unsent[]): void {
  if (unsent.length === 0) storage.removeItem(name);
  else storage.setItem(name, JSON.stringify(unsent));
}
