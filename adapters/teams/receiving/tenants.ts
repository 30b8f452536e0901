import type { Installations } from '../../../src/chat/installations.ts';
import { TEAMS, type TeamsAppConfig, type TeamsConfig } from '../teams-config.ts';

export interface Tenants {
  readonly isHome: (tenant: string) => boolean;
  /** Whether it is home, or has joined by a link. Rejects when that cannot be told now. */
  readonly isOurs: (tenant: string) => Promise<boolean>;
}

/** Those whose team owners may set things up. */
export const homesOf = ({ tenantId, otherHomes = [] }: TeamsAppConfig): readonly string[] => [tenantId, ...otherHomes];

/** Whose activities are taken. In the playground everybody is at home. */
export function createTenants({ app }: TeamsConfig, installations: Pick<Installations, 'find'>): Tenants {
  const isHome = (tenant: string) => app === undefined || homesOf(app).includes(tenant);
  return {
    isHome,
    async isOurs(workspaceId) {
      if (isHome(workspaceId)) return true;
      const found = await installations.find({ platform: TEAMS, workspaceId });
      return found !== null && found !== 'ended';
    },
  };
}
