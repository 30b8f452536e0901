import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import { nextCursor, pageQuery, toPage } from '../../pagination.ts';
import { after } from '../../storage/after.ts';
import type { Storage } from '../../storage/storage.ts';
import { id, pathId, time } from '../../validation.ts';
import { route, type ApiRoute } from '../api-route.ts';
import type { RecordDeed } from '../record-deed.ts';
import { ROLES } from '../roles.ts';
import { ApiKeySchema, type ApiKey } from './api-key.schema.ts';
import { makeKey, revokeKey } from './make-key.ts';

export interface KeyRouteDeps {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly recordDeed: RecordDeed;
}

const newKey = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .meta({ description: 'What it is for, so that people tell their keys apart.' }),
  role: z.enum(ROLES),
  merchantId: id.nullable().default(null).meta({ description: 'Whose data it opens; only for the role merchant.' }),
  expiresAt: z.iso
    .datetime()
    .transform((text) => new Date(text))
    .nullable()
    .default(null),
});

const shownKey = z
  .strictObject({
    id,
    name: z.string(),
    hint: z.string().meta({ description: 'The beginning and the end of the key: sb_…x4Qz.' }),
    role: z.enum(ROLES),
    merchantId: id.nullable(),
    expiresAt: time.nullable(),
    revokedAt: time.nullable(),
    lastUsedAt: time.nullable().meta({ description: 'To the minute.' }),
    createdAt: time,
  })
  .meta({ id: 'Key' });

const TOPIC = 'Keys';

export const createKeyRoutes = (deps: KeyRouteDeps): readonly ApiRoute[] => [
  makingKeys(deps),
  listingKeys(deps),
  revokingKeys(deps),
];

const makingKeys = ({ storage, clock, recordDeed }: KeyRouteDeps) =>
  route({
    method: 'post',
    path: '/keys',
    permission: 'keys:write',
    topic: TOPIC,
    summary: 'Make a key',
    details: 'The key itself is in this answer and never again: only its hash is kept.',
    body: newKey,
    example: { name: 'Reports of Acme', role: 'merchant', merchantId: 1, expiresAt: '2099-12-31T23:59:59Z' },
    status: 201,
    answer: { key: shownKey, token: z.string().meta({ description: 'Send it as "Authorization: Bearer …".' }) },
    handle: async ({ body, caller }, ctx) => {
      const { key, token } = await storage.unit(async (unit) => {
        const made = await makeKey(clock, unit, body);
        await recordDeed(unit, { by: caller, action: 'key-made', details: detailsOf(made.key) });
        return made;
      });
      ctx.set('Cache-Control', 'no-store');
      return { key: viewKey(key), token };
    },
  });

const listingKeys = ({ storage }: KeyRouteDeps) =>
  route({
    method: 'get',
    path: '/keys',
    permission: 'keys:read',
    topic: TOPIC,
    summary: 'List the keys, also those that are over',
    query: pageQuery,
    answer: { keys: z.array(shownKey), nextCursor },
    handle: async ({ query: { limit, cursor }, caller }) => {
      const wanted = caller.scope.ownList(after<ApiKey>(cursor, limit));
      const rows = await storage.read((reader) => reader.find(ApiKeySchema, wanted));
      const { items, nextCursor } = toPage(rows, limit);
      return { keys: items.map(viewKey), nextCursor };
    },
  });

const revokingKeys = ({ storage, clock, recordDeed }: KeyRouteDeps) =>
  route({
    method: 'delete',
    path: '/keys/:id',
    permission: 'keys:write',
    topic: TOPIC,
    summary: 'Revoke a key',
    details: 'From the answer on nobody gets in with it, on any replica. It stays in the list.',
    params: { id: pathId },
    answer: { key: shownKey },
    errors: [404],
    handle: async ({ params, caller }) => {
      const key = await storage.unit(async (unit) => {
        const revoked = await revokeKey(clock, unit, params.id);
        const deed = { by: caller, action: 'key-revoked', details: detailsOf(revoked.key) };
        if (revoked.changed) await recordDeed(unit, deed);
        return revoked.key;
      });
      return { key: viewKey(key) };
    },
  });

const viewKey = ({ tokenHash, ...shown }: ApiKey) => shown;

const detailsOf = ({ id, name, role, merchantId }: ApiKey) => ({ keyId: id, name, role, merchantId });
