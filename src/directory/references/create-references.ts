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
    keep: ({ platform, workspaceId, placeId, conversationId, serviceUrl }) =>
      storage.unit(async (unit) => {
        const where = { platform, workspaceId, placeId };
        const news = { conversationId, serviceUrl, heardAt: clock.now() };
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
  };
}

const toReference = ({
  platform,
  workspaceId,
  placeId,
  conversationId,
  serviceUrl,
}: ReferenceRow): ConversationReference => ({
  platform,
  workspaceId,
  placeId,
  conversationId,
  serviceUrl,
});
