import { Router } from '@koa/router';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { conflict, invalid } from '../errors.ts';
import { pageQuery, toPage } from '../pagination.ts';
import { after } from '../storage/after.ts';
import type { Storage } from '../storage/storage.ts';
import type { Unit } from '../storage/unit.ts';
import { parse, pathId } from '../validation.ts';
import type { Access, ApiState } from './access.ts';
import { MEMBER_ROLES, MemberSchema, type Member } from './member.schema.ts';
import { MerchantSchema } from './merchant.schema.ts';
import { makeLoginLink, revokeSessions } from './sign-in/sign-in.ts';

export interface MemberRouteDeps {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly access: Access;
  /** Where browsers reach us, without a slash at the end. */
  readonly publicUrl: string;
}

const newMember = z.strictObject({
  name: z.string().trim().min(1).max(200),
  email: z.email().max(190),
  role: z.enum(MEMBER_ROLES),
  merchantId: z.number().int().positive().nullable().default(null),
});

/** A path of ours and no other address: whoever signs in must not land elsewhere. */
const ownPath = z
  .string()
  .max(190)
  .regex(/^\/(?![/\\])[\w\-./]*$/, 'must be a path like /tickets/SB-1042');

const newLink = z.strictObject({ memberId: z.number().int().positive(), leadsTo: ownPath.default('/tickets') });

/** People who use the product in a browser, and the links with which they sign in. */
export function createMemberRoutes({ storage, clock, access, publicUrl }: MemberRouteDeps): Router<ApiState> {
  const router = new Router<ApiState>();

  router.post('/members', async (ctx) => {
    access.require(ctx.state.caller, 'members:write');
    const wanted = parse(newMember, ctx.request.body);
    const member = await storage.unit((unit) => addMember(clock, unit, wanted));
    ctx.status = 201;
    ctx.body = { success: true, member };
  });

  router.get('/members', async (ctx) => {
    access.require(ctx.state.caller, 'members:read');
    const { limit, cursor } = parse(pageQuery, ctx.query);
    const rows = await storage.read((reader) => reader.find(MemberSchema, after(cursor, limit)));
    const { items: members, nextCursor } = toPage(rows, limit);
    ctx.body = { success: true, members, nextCursor };
  });

  router.post('/login-links', async (ctx) => {
    access.require(ctx.state.caller, 'members:write');
    const { memberId, leadsTo } = parse(newLink, ctx.request.body);
    const { token, expiresAt } = await storage.unit((unit) => makeLoginLink(clock, unit, memberId, leadsTo));
    ctx.status = 201;
    ctx.set('Cache-Control', 'no-store');
    ctx.body = { success: true, url: `${publicUrl}/login/${token}`, expiresAt };
  });

  router.delete('/members/:id/sessions', async (ctx) => {
    access.require(ctx.state.caller, 'members:write');
    const memberId = parse(pathId, ctx.params['id']);
    ctx.body = { success: true, revoked: await storage.unit((unit) => revokeSessions(clock, unit, memberId)) };
  });

  return router;
}

async function addMember(clock: Clock, unit: Unit, wanted: z.output<typeof newMember>): Promise<Member> {
  await checkMerchant(unit, wanted);
  const row = { ...wanted, userId: `u-${randomBytes(6).toString('hex')}`, createdAt: clock.now() };
  const id = await unit.insertOnce(MemberSchema, row);
  if (id === null) throw conflict('A member with this email exists already.');
  return { id, ...row };
}

async function checkMerchant(unit: Unit, { role, merchantId }: z.output<typeof newMember>): Promise<void> {
  if (role !== 'merchant') {
    if (merchantId !== null) throw invalid('merchantId is only for the role merchant: leave it out.');
    return;
  }
  if (merchantId === null) throw invalid('merchantId is missing: say whose person this is.');
  const merchant = await unit.findOne(MerchantSchema, { where: { id: merchantId } });
  if (!merchant) throw invalid(`merchantId ${merchantId} is not known: create the merchant first.`);
}
