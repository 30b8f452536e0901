import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { nextCursor, pageQuery, toPage } from '../pagination.ts';
import { after } from '../storage/after.ts';
import type { Storage } from '../storage/storage.ts';
import { id, pathId, time } from '../validation.ts';
import { addMember } from './add-member.ts';
import { route, type ApiRoute } from './api-route.ts';
import { MEMBER_ROLES, MemberSchema, type Member } from './member.schema.ts';
import type { RecordDeed } from './record-deed.ts';
import { makeLoginLink, revokeSessions } from './sign-in/sign-in.ts';

export interface MemberRouteDeps {
  readonly storage: Storage;
  readonly clock: Clock;
  /** Where browsers reach us, without a slash at the end. */
  readonly publicUrl: string;
  readonly recordDeed: RecordDeed;
}

const newMember = z.strictObject({
  name: z.string().trim().min(1).max(200),
  email: z.email().max(190),
  role: z.enum(MEMBER_ROLES),
  merchantId: id.nullable().default(null).meta({ description: 'Whose person it is; only for the role merchant.' }),
});

const shownMember = z
  .strictObject({
    id,
    userId: z.string(),
    name: z.string(),
    email: z.string(),
    role: z.enum(MEMBER_ROLES),
    merchantId: id.nullable(),
    createdAt: time,
  })
  .meta({ id: 'Member' });

/** A path of ours and no other address: whoever signs in must not land elsewhere. */
const ownPath = z
  .string()
  .max(190)
  .regex(/^\/(?![/\\])[\w\-./]*$/, 'must be a path like /tickets/SB-1042');

const newLink = z.strictObject({ memberId: id, leadsTo: ownPath.default('/tickets') });

const TOPIC = 'Members';

/** People who use the product in a browser, and the links with which they sign in. */
export const createMemberRoutes = (deps: MemberRouteDeps): readonly ApiRoute[] => [
  addingMembers(deps),
  listingMembers(deps),
  makingLinks(deps),
  endingSessions(deps),
];

const addingMembers = ({ storage, clock, recordDeed }: MemberRouteDeps) =>
  route({
    method: 'post',
    path: '/members',
    permission: 'members:write',
    topic: TOPIC,
    summary: 'Add a person who uses the browser',
    body: newMember,
    example: { name: 'Maria', email: 'maria@acme.example', role: 'merchant', merchantId: 1 },
    status: 201,
    answer: { member: shownMember },
    errors: [409],
    handle: async ({ body, caller }) => {
      const member = await storage.unit(async (unit) => {
        const added = await addMember(clock, unit, body);
        const { id: memberId, name, role, merchantId } = added;
        await recordDeed(unit, { by: caller, action: 'member-added', details: { memberId, name, role, merchantId } });
        return added;
      });
      return { member };
    },
  });

const listingMembers = ({ storage }: MemberRouteDeps) =>
  route({
    method: 'get',
    path: '/members',
    permission: 'members:read',
    topic: TOPIC,
    summary: 'List the members',
    query: pageQuery,
    answer: { members: z.array(shownMember), nextCursor },
    handle: async ({ query: { limit, cursor }, caller }) => {
      const wanted = caller.scope.ownList(after<Member>(cursor, limit));
      const rows = await storage.read((reader) => reader.find(MemberSchema, wanted));
      const { items: members, nextCursor } = toPage(rows, limit);
      return { members, nextCursor };
    },
  });

const makingLinks = ({ storage, clock, publicUrl, recordDeed }: MemberRouteDeps) =>
  route({
    method: 'post',
    path: '/login-links',
    permission: 'members:write',
    topic: TOPIC,
    summary: 'Make a link that signs a member in',
    details: 'It works once, within ten minutes.',
    body: newLink,
    example: { memberId: 1, leadsTo: '/tickets/SB-1001' },
    status: 201,
    answer: { url: z.url(), expiresAt: time },
    errors: [404],
    handle: async ({ body: { memberId, leadsTo }, caller }, ctx) => {
      const { token, expiresAt } = await storage.unit(async (unit) => {
        const link = await makeLoginLink(clock, unit, memberId, leadsTo);
        await recordDeed(unit, { by: caller, action: 'link-made', details: { memberId, leadsTo } });
        return link;
      });
      ctx.set('Cache-Control', 'no-store');
      return { url: `${publicUrl}/login/${token}`, expiresAt };
    },
  });

const endingSessions = ({ storage, clock, recordDeed }: MemberRouteDeps) =>
  route({
    method: 'delete',
    path: '/members/:id/sessions',
    permission: 'members:write',
    topic: TOPIC,
    summary: 'Sign a member out everywhere',
    params: { id: pathId },
    answer: { revoked: z.number().int().min(0).meta({ description: 'How many sessions it was.' }) },
    handle: async ({ params: { id: memberId }, caller }) => {
      const revoked = await storage.unit(async (unit) => {
        const count = await revokeSessions(clock, unit, memberId);
        if (count > 0) await recordDeed(unit, { by: caller, action: 'sessions-revoked', details: { memberId, count } });
        return count;
      });
      return { revoked };
    },
  });
