import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { conflict } from '../errors.ts';
import type { Unit } from '../storage/unit.ts';
import { checkMerchantOf } from './check-merchant.ts';
import { MemberSchema, type Member } from './member.schema.ts';

export type NewMember = Pick<Member, 'name' | 'email' | 'role' | 'merchantId'>;

export async function addMember(clock: Clock, unit: Unit, wanted: NewMember): Promise<Member> {
  await checkMerchantOf(unit, wanted, 'say whose person this is.');
  const row = { ...wanted, userId: `u-${randomBytes(6).toString('hex')}`, createdAt: clock.now() };
  const id = await unit.insertOnce(MemberSchema, row);
  if (id === null) throw conflict('A member with this email exists already.');
  return { id, ...row };
}
