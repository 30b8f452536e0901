import type { ConversationReference, ConversationReferences } from '../../chat/conversation-references.ts';
import type { Clock } from '../../clock.ts';
import type { Storage } from '../../storage/storage.ts';
import { ReferenceSchema, type ReferenceRow } from './reference.schema.ts';

export interface ReferencesDeps {
  readonly storage: Storage;
  readonly clock: Clock;
}

/** How places are reached, in the product's own database. What was heard last is what counts. */
export function createReferences({ storage, clock }: ReferencesDeps): ConversationReferences {
  return {
    keep: ({ platform, workspaceId, placeId, conversationId, serviceUrl, teamId = null }) =>
      storage.unit(async (unit) => {
        const where = { platform, workspaceId, placeId };
        const news = { conversationId, serviceUrl, teamId, heardAt: clock.now() };
        if ((await unit.update(ReferenceSchema, where, news)) > 0) return;
        await unit.insertOnce(ReferenceSchema, { ...where, ...news });
      }),
    async find({ platform, workspaceId }, placeId) {
      const workspace = { platform, workspaceId };
      const row = await storage.read(
        async (reader) =>
          (await reader.findOne(ReferenceSchema, { where: { ...workspace, placeId } })) ??
          (await reader.findOne(ReferenceSchema, { where: workspace, order: { heardAt: 'DESC', id: 'DESC' } })),
      );
      return row && toReference(row);
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
