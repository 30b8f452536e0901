import { Between, LessThan } from 'typeorm';
import { z } from 'zod';
import { route, type ApiRoute } from '../directory/api-route.ts';
import { nextCursor, pageQuery, toPage } from '../pagination.ts';
import type { Storage } from '../storage/storage.ts';
import { pathId } from '../validation.ts';
import { AuditSchema } from './audit.ts';
import { shownAuditEntry, viewAuditEntry } from './ticket-view.ts';

export interface AuditRouteDeps {
  readonly storage: Storage;
}

const moment = z.iso.datetime().transform((text) => new Date(text));

const auditQuery = pageQuery.extend({
  ticketId: pathId.optional(),
  actor: z.string().max(190).optional().meta({ description: 'Whose deeds: an agent’s id, an account’s, or a key’s.' }),
  action: z.string().max(20).optional().meta({ description: 'opened, changed, key-made, …' }),
  since: moment.optional(),
  until: moment.optional(),
});

/** Who did what, over all tickets and beside them. */
export const createAuditRoutes = ({ storage }: AuditRouteDeps): readonly ApiRoute[] => [
  route({
    method: 'get',
    path: '/audit',
    permission: 'audit:read',
    topic: 'Audit',
    summary: 'List who did what, newest first',
    query: auditQuery,
    answer: { entries: z.array(shownAuditEntry), nextCursor },
    handle: async ({ query: { limit, cursor, ticketId, actor, action, since, until } }) => {
      const at = between(since, until);
      const where = {
        ...(ticketId !== undefined && { ticketId }),
        ...(actor !== undefined && { actorId: actor }),
        ...(action !== undefined && { action }),
        ...(at && { at }),
        ...(cursor !== undefined && { id: LessThan(cursor) }),
      };
      const newestFirst = { where, order: { id: 'DESC' }, take: limit + 1 } as const;
      const { items, nextCursor } = toPage(
        await storage.read((reader) => reader.find(AuditSchema, newestFirst)),
        limit,
      );
      return { entries: items.map(viewAuditEntry), nextCursor };
    },
  }),
];

const EVER = { since: new Date(0), until: new Date(8.64e15) };

/** Both ends belong to it. */
const between = (since: Date | undefined, until: Date | undefined) =>
  since === undefined && until === undefined ? undefined : Between(since ?? EVER.since, until ?? EVER.until);
