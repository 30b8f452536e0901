import type { ConversationReference, ConversationReferences } from '../../chat/conversation-references.ts';
import type { WorkspaceRef } from '../../chat/installations.ts';
import type { Clock } from '../../clock.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Reader } from '../../storage/unit.ts';
import { ReferenceSchema, type ReferenceRow } from './reference.schema.ts';

export interface ReferencesDeps {
  readonly storage: Storage;
  readonly clock: Clock;
}

/** How places are reached, in the product's own database. What was heard last is what counts. */
export function createReferences({ storage, clock }: ReferencesDeps): ConversationReferences {
  return {
    keep: ({ platform, workspaceId, placeId, conversationId, serviceUrl, teamId }) =>
      storage.unit(async (unit) => {
        const where = { platform, workspaceId, placeId };
        // Not everything that is told of a place says whose it is.
        const whose = teamId !== undefined && { teamId };
        const news = { conversationId, serviceUrl, heardAt: clock.now(), ...whose };
        if ((await unit.update(ReferenceSchema, where, news)) > 0) return;
        await unit.insertOnce(ReferenceSchema, { ...where, teamId: null, ...news });
      }),
    find: (workspace, placeId) => storage.read((reader) => findReference(reader, workspace, placeId)),
    async findPlaces({ platform, workspaceId }, teamId) {
      const where = { platform, workspaceId, teamId };
      const rows = await storage.read((reader) => reader.find(ReferenceSchema, { where, order: { id: 'ASC' } }));
      return rows.map(({ placeId }) => placeId);
    },
    async findTeams({ platform, workspaceId }, most) {
      const rows = await storage.read((reader) =>
        reader.query<ReferenceRow>(
          `SELECT * FROM conversation_reference WHERE id IN
             (SELECT MAX(id) FROM conversation_reference
              WHERE platform = ? AND workspaceId = ? AND teamId IS NOT NULL GROUP BY teamId)
           ORDER BY heardAt DESC LIMIT ${most}`,
          [platform, workspaceId],
        ),
      );
      return rows.map(toReference);
    },
  };
}

/** As `ConversationReferences.find` has it. */
export async function findReference(
  reader: Reader,
  { platform, workspaceId }: WorkspaceRef,
  placeId: string,
): Promise<ConversationReference | null> {
  const where = { platform, workspaceId };
  const row =
    (await reader.findOne(ReferenceSchema, { where: { ...where, placeId } })) ??
    (await reader.findOne(ReferenceSchema, { where, order: { heardAt: 'DESC', id: 'DESC' } }));
  return row && toReference(row);
}

const toReference = ({
  platform,
  workspaceId,
  placeId,
  conversationId,
  serviceUrl,
  teamId,
}: ReferenceRow): ConversationReference => ({
  platform,
  workspaceId,
  placeId,
  conversationId,
  serviceUrl,
  ...(teamId !== null && { teamId }),
});
