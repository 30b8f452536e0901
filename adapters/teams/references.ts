import type { ConversationReference, ConversationReferences } from '../../src/chat/conversation-references.ts';

export type KeepReferences = Pick<ConversationReferences, 'keep'>;

const MOST_REMEMBERED = 10_000;

/** Keeps only what is news to this process: every activity bears an address, and hardly one is new. */
export function keepNews(references: KeepReferences): KeepReferences {
  const known = new Map<string, string>();
  return {
    async keep(reference: ConversationReference) {
      const place = JSON.stringify([reference.workspaceId, reference.placeId]);
      const how = JSON.stringify([reference.serviceUrl, reference.teamId]);
      if (known.get(place) === how) return;
      await references.keep(reference);
      if (known.size >= MOST_REMEMBERED) known.clear();
      known.set(place, how);
    },
  };
}
