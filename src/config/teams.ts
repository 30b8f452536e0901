import { isOnlyForUs, type Environment, type Settings } from './settings.ts';

export interface TeamsConfig {
  /** Undefined lets anybody in who reaches us: only on loopback, for the local playground. */
  readonly app: TeamsAppConfig | undefined;
}

export interface TeamsAppConfig {
  readonly id: string;
  readonly password: string;
  /** The tenant that is home. */
  readonly tenantId: string;
  /** Others that are home as well. */
  readonly otherHomes: readonly string[];
  /** `SingleTenant`: its tokens come from the home tenant; `MultiTenant`: from Microsoft's own for bots. */
  readonly type: Settings['MICROSOFT_APP_TYPE'];
}

export function toTeamsConfig(set: Settings): TeamsConfig | undefined {
  const { MICROSOFT_APP_ID: id, MICROSOFT_APP_PASSWORD: password, MICROSOFT_APP_TENANT_ID: tenantId } = set;
  const otherHomes = set.TEAMS_HOME_TENANTS;
  if (id && password && tenantId) return { app: { id, password, tenantId, otherHomes, type: set.MICROSOFT_APP_TYPE } };
  return set.TEAMS_ALLOW_UNAUTHENTICATED ? { app: undefined } : undefined;
}

const TEAMS_APP = ['MICROSOFT_APP_ID', 'MICROSOFT_APP_PASSWORD', 'MICROSOFT_APP_TENANT_ID'] as const;

/** Without an app id botbuilder believes everybody: half a configuration must never end there. */
export function teamsFaults(given: Environment): string[] {
  const set = TEAMS_APP.filter((name) => given[name]);
  const missing = TEAMS_APP.filter((name) => !given[name]);
  if (set.length === 0 || missing.length === 0) return [];
  return [
    `${set.join(' and ')} is set, but Teams is on with ${TEAMS_APP.join(', ')} only: set ${missing.join(' and ')} as well.`,
  ];
}

export function unauthenticatedFaults(set: Settings): string[] {
  if (!set.TEAMS_ALLOW_UNAUTHENTICATED) return [];
  if (set.MICROSOFT_APP_ID) {
    return ['TEAMS_ALLOW_UNAUTHENTICATED is set beside MICROSOFT_APP_ID: it is for the local playground; unset one.'];
  }
  return isOnlyForUs(set)
    ? []
    : [
        'TEAMS_ALLOW_UNAUTHENTICATED is set, but others could reach us, and anybody would be believed: HOST and ' +
          'PUBLIC_URL must be of this machine (127.0.0.1), and NODE_ENV not production.',
      ];
}
