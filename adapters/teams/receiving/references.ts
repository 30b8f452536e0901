import type { ConversationReference, ConversationReferences } from '../../../src/chat/conversation-references.ts';

export type KeepReferences = Pick<ConversationReferences, 'keep'>;

type Known = Pick<ConversationReference, 'serviceUrl' | 'conversationId' | 'teamId'>;

const MOST_REMEMBERED = 10_000;

/**
 * Keeps only what is news to this process: every activity bears an address, and hardly one is new. A person is where they
 * were heard last: they may have left the place where they were heard before.
 */
export function keepNews(references: KeepReferences): KeepReferences {
  const known = new Map<string, Known>();
  return {
    async keep(reference: ConversationReference) {
      const place = JSON.stringify([reference.workspaceId, reference.placeId]);
      const before = known.get(place);
      if (before && !isNews(before, reference)) return;
      await references.keep(reference);
      if (known.size >= MOST_REMEMBERED) known.clear();
      const { serviceUrl, conversationId, teamId = before?.teamId } = reference;
      known.set(place, { serviceUrl, conversationId, ...(teamId !== undefined && { teamId }) });
    },
  };
}

const isNews = (before: Known, { serviceUrl, conversationId, teamId = before.teamId }: Known): boolean =>
  before.serviceUrl !== serviceUrl || before.conversationId !== conversationId || before.teamId !== teamId;
