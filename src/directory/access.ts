import { createHash, timingSafeEqual } from 'node:crypto';
import { forbidden, unauthorized } from '../errors.ts';
import { type Log } from '../log.ts';

declare module 'koa' {
  interface Request {
    /** The JSON object that came with an /api request; empty when nothing came. */
    body?: unknown;
  }
}

const PERMISSIONS = [
  'merchants:read',
  'merchants:write',
  'channels:read',
  'channels:write',
  'members:read',
  'members:write',
  'agents:read',
  'agents:write',
  'rules:read',
  'rules:write',
  'tickets:read',
  'tickets:write',
  'jobs:read',
  'jobs:retry',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

export type Role = 'admin';

/** The one table of who may do what. */
const ROLES: Readonly<Record<Role, ReadonlySet<Permission>>> = { admin: new Set(PERMISSIONS) };

/** Who asks through /api. Made anew for each request. */
export interface Caller {
  readonly kind: 'key';
  readonly keyId: string;
  readonly role: Role;
}

/** What every route under /api finds in `ctx.state`; a room types its router `Router<ApiState>`. */
export interface ApiState {
  caller: Caller;
  /** Bears the request id. */
  log: Log;
  requestId: string;
}

export interface Access {
  /**
   * @param bearer what followed `Authorization: Bearer`, if anything did
   * @throws AppError `unauthorized`, saying how to get in
   */
  callerOf(bearer: string | undefined): Caller;
  /** Every route asks this before it does anything. @throws AppError `forbidden` */
  require(caller: Caller, permission: Permission): void;
  /** Whether `require` was asked about this caller: an answer of a route that forgot to ask never leaves the house. */
  wasAsked(caller: Caller): boolean;
}

export function createAccess(options: { readonly adminKey: string | undefined }): Access {
  const adminDigest = options.adminKey === undefined ? undefined : digestOf(options.adminKey);
  const asked = new WeakSet<Caller>();

  return {
    callerOf(bearer) {
      if (!adminDigest) throw unauthorized('The API is off. Set SWITCHBOARD_ADMIN_KEY and start again.');
      if (bearer === undefined) throw unauthorized('Send your key in the header "Authorization: Bearer <key>".');
      if (!timingSafeEqual(digestOf(bearer), adminDigest)) throw unauthorized('This key is not known.');
      return { kind: 'key', keyId: 'admin', role: 'admin' };
    },
    require(caller, permission) {
      asked.add(caller);
      if (!ROLES[caller.role].has(permission)) throw forbidden(`This needs the permission ${permission}.`);
    },
    wasAsked: (caller) => asked.has(caller),
  };
}

/** Digests have one length, so that comparing them tells nothing about the key, not even how long it is. */
const digestOf = (key: string): Buffer => createHash('sha256').update(key).digest();
