const PERMISSIONS = [
  'merchants:read',
  'merchants:write',
  'channels:read',
  'channels:write',
  'members:read',
  'members:write',
  'keys:read',
  'keys:write',
  'agents:read',
  'agents:write',
  'rules:read',
  'rules:write',
  'tickets:read',
  'tickets:open',
  'tickets:write',
  'offers:read',
  'audit:read',
  'jobs:read',
  'jobs:retry',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

export const ROLES = ['admin', 'agent', 'merchant'] as const;
export type Role = (typeof ROLES)[number];

/** The one table of who may do what. Whose data they then see is for the scope to say. */
const MAY: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  admin: new Set(PERMISSIONS),
  agent: new Set([
    'merchants:read',
    'agents:read',
    'rules:read',
    'tickets:read',
    'tickets:open',
    'tickets:write',
    'offers:read',
  ]),
  merchant: new Set(['merchants:read', 'tickets:read', 'tickets:open']),
};

export const isPermission = (text: unknown): text is Permission => (PERMISSIONS as readonly unknown[]).includes(text);

export const mayDo = (role: Role, permission: Permission): boolean => MAY[role].has(permission);

/** Who has a permission, for the documentation. */
export const rolesWith = (permission: Permission): readonly Role[] => ROLES.filter((role) => mayDo(role, permission));
