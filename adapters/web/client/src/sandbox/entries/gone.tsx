import type { ShownEntry } from './shown-entry.ts';

/** Where something stood that a thread hangs on. */
export const Gone = ({ entry }: { readonly entry: ShownEntry }) => (
  <p className="notice" data-message={entry.messageId}>
    This message was deleted.
  </p>
);
