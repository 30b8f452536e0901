import type { Clock } from '../../clock.ts';
import { invalid, notFound } from '../../errors.ts';
import type { Unit } from '../../storage/unit.ts';
import { checkMerchantOf } from '../check-merchant.ts';
import { hashToken, makeToken } from '../sign-in/token.ts';
import { ApiKeySchema, type ApiKey } from './api-key.schema.ts';

/** By which a key is recognised as ours, also by programs that look for keys in sources. */
const PREFIX = 'sb_';
const SHOWN_AT_END = 4;

export type NewKey = Pick<ApiKey, 'name' | 'role' | 'merchantId' | 'expiresAt'>;

/** @returns with the token, known to nobody else from here on */
export async function makeKey(
  clock: Clock,
  unit: Unit,
  wanted: NewKey,
): Promise<{ readonly key: ApiKey; readonly token: string }> {
  await checkMerchantOf(unit, wanted, 'say whose key this is.');
  const now = clock.now();
  if (wanted.expiresAt !== null && wanted.expiresAt <= now) {
    throw invalid('expiresAt must be a time that is still to come.');
  }
  const token = `${PREFIX}${makeToken()}`;
  const hint = `${PREFIX}…${token.slice(-SHOWN_AT_END)}`;
  const row = { ...wanted, hint, tokenHash: hashToken(token), revokedAt: null, lastUsedAt: null, createdAt: now };
  return { key: { id: await unit.insert(ApiKeySchema, row), ...row }, token };
}

/** From its commit on nobody gets in with it. A second time changes nothing. @throws AppError `not_found` */
export async function revokeKey(
  clock: Clock,
  unit: Unit,
  id: number,
): Promise<{ readonly key: ApiKey; readonly changed: boolean }> {
  const key = await unit.lock(ApiKeySchema, { id });
  if (!key) throw notFound('key');
  if (key.revokedAt !== null) return { key, changed: false };
  const revokedAt = clock.now();
  await unit.update(ApiKeySchema, { id }, { revokedAt });
  return { key: { ...key, revokedAt }, changed: true };
}
