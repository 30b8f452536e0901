import { expect } from '@jest/globals';

interface Trail {
  readonly assignedTo: number | null;
  readonly audit: readonly { readonly details: Readonly<Record<string, unknown>> }[];
}

/** Who had a ticket, by its audit trail: each has it from the one before, and the last one has it now. */
export function expectUnbroken({ audit, assignedTo }: Trail): void {
  const changes = audit.flatMap(({ details }) => {
    const change = details['assignedTo'] as { from: number | null; to: number | null } | undefined;
    return change ?? [];
  });
  const holders = [null, ...changes.map(({ to }) => to)];
  expect(changes.map(({ from }) => from)).toEqual(holders.slice(0, -1));
  expect(assignedTo).toBe(holders.at(-1));
}
