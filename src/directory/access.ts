import { createHash, timingSafeEqual } from 'node:crypto';
import type { ParameterizedContext } from 'koa';
import type { Clock } from '../clock.ts';
import { forbidden, unauthorized } from '../errors.ts';
import { type Log } from '../log.ts';
import type { KeyRing } from './keys/key-ring.ts';
import { mayDo, type Permission, type Role } from './roles.ts';
import { Scope } from './scope.ts';

declare module 'koa' {
  interface Request {
    /** The JSON object that came with an /api request; empty when nothing came. */
    body?: unknown;
  }
}

/** Who asks through /api. Made anew for each request. */
export interface Caller {
  readonly kind: 'key';
  /** `admin` for the key of the environment, else `key-7`. */
  readonly keyId: string;
  readonly role: Role;
  readonly scope: Scope;
}

/** What every route under /api finds in `ctx.state`. */
export interface ApiState {
  caller: Caller;
  /** Bears the request id. */
  log: Log;
  requestId: string;
}

export type ApiContext = ParameterizedContext<ApiState>;

export interface Access {
  /**
   * @param bearer what followed `Authorization: Bearer`, if anything did
   * @throws AppError `unauthorized`, saying how to get in
   */
  callerOf(bearer: string | undefined): Promise<Caller>;
  /** The door asks this before a route does anything. @throws AppError `forbidden` */
  require(caller: Caller, permission: Permission): void;
}

export interface AccessDeps {
  /** Of the environment; without it the API is off. */
  readonly adminKey: string | undefined;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
}

export function createAccess({ adminKey, keyRing, clock }: AccessDeps): Access {
  const adminDigest = adminKey === undefined ? undefined : digestOf(adminKey);

  return {
    async callerOf(bearer) {
      if (!adminDigest) throw unauthorized('The API is off. Set SWITCHBOARD_ADMIN_KEY and start again.');
      if (bearer === undefined) throw unauthorized('Send your key in the header "Authorization: Bearer <key>".');
      if (timingSafeEqual(digestOf(bearer), adminDigest)) return aCaller('admin', 'admin', null);
      return callerWithKey(keyRing, clock, bearer);
    },
    require(caller, permission) {
      if (!mayDo(caller.role, permission)) throw forbidden(`This needs the permission ${permission}.`);
    },
  };
}

/** Whatever was sent costs one look by its hash: an answer's time tells nothing about the keys that there are. */
async function callerWithKey(keyRing: KeyRing, clock: Clock, bearer: string): Promise<Caller> {
  const key = await keyRing.find(bearer);
  if (!key) throw unauthorized('This key is not known.');
  if (key.revokedAt !== null) throw unauthorized('This key was revoked. Ask an admin for a new one.');
  if (key.expiresAt !== null && key.expiresAt <= clock.now()) {
    throw unauthorized('This key has expired. Ask an admin for a new one.');
  }
  await keyRing.noteUse(key);
  return aCaller(`key-${key.id}`, key.role, key.merchantId);
}

const aCaller = (keyId: string, role: Role, merchantId: number | null): Caller => ({
  kind: 'key',
  keyId,
  role,
  scope: new Scope(merchantId),
});

/** Digests have one length, so that comparing them tells nothing about the key, not even how long it is. */
const digestOf = (key: string): Buffer => createHash('sha256').update(key).digest();
