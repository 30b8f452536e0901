import type { ConversationReference, ConversationReferences } from '../../../src/chat/conversation-references.ts';

/** As the core keeps them, but for as long as the test. */
export function keepInMemory(): ConversationReferences {
  const kept: ConversationReference[] = [];
  return {
    keep: (reference) => Promise.resolve(void kept.push(reference)),
    find: ({ workspaceId }, placeId) => {
      const ours = kept.filter((reference) => reference.workspaceId === workspaceId);
      return Promise.resolve(ours.findLast((reference) => reference.placeId === placeId) ?? ours.at(-1) ?? null);
    },
    findTeams: ({ workspaceId }, most) => {
      const inTeams = kept.filter((reference) => reference.workspaceId === workspaceId && reference.teamId);
      const latest = new Map(inTeams.map((reference) => [reference.teamId, reference]));
      return Promise.resolve([...latest.values()].reverse().slice(0, most));
    },
  };
}
