import type { TeamsDeps } from '../../../adapters/teams/teams-config.ts';
import type { ConversationReference, ConversationReferences } from '../../../src/chat/conversation-references.ts';
import type { FileAddresses } from '../../../src/chat/file-addresses.ts';
import type { OfferedFiles } from '../../../src/chat/offered-files.ts';
import { systemClock } from '../../../src/clock.ts';
import { createLog } from '../../../src/log.ts';

/** As the core keeps them, but for as long as the test. */
export function keepInMemory(): ConversationReferences {
  const kept: ConversationReference[] = [];
  return {
    keep: (reference) => Promise.resolve(void kept.push(reference)),
    find: ({ workspaceId }, placeId) => {
      const ours = kept.filter((reference) => reference.workspaceId === workspaceId);
      return Promise.resolve(ours.findLast((reference) => reference.placeId === placeId) ?? ours.at(-1) ?? null);
    },
    findPlaces: ({ workspaceId }, teamId) => {
      const ours = kept.filter((one) => one.workspaceId === workspaceId && one.teamId === teamId);
      return Promise.resolve([...new Set(ours.map(({ placeId }) => placeId))]);
    },
    findTeams: ({ workspaceId }, most) => {
      const inTeams = kept.filter((reference) => reference.workspaceId === workspaceId && reference.teamId);
      const latest = new Map(inTeams.map((reference) => [reference.teamId, reference]));
      return Promise.resolve([...latest.values()].reverse().slice(0, most));
    },
  };
}

/** Nobody attached a file. */
export const NO_FILES: FileAddresses = { keep: () => Promise.resolve(), find: () => Promise.resolve(null) };

/** No other tenant was let in. */
export const NOBODY_JOINED = { find: () => Promise.resolve(null), isOpen: () => Promise.resolve(false) };

/** Nobody was offered a file. */
const NOTHING_OFFERED: OfferedFiles = {
  accept: () => Promise.resolve(null),
  decline: () => Promise.resolve(),
};

/** What a platform needs that stands alone. */
export const depsInMemory = (): TeamsDeps => ({
  log: createLog('silent'),
  clock: systemClock,
  references: keepInMemory(),
  fileAddresses: NO_FILES,
  offeredFiles: NOTHING_OFFERED,
  installations: NOBODY_JOINED,
});
