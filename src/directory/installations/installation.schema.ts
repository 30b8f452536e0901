import { columns } from '../../storage/columns.ts';
import { table } from '../../storage/table.ts';

/** Our app in a workspace that somebody let it into. It stays when it has ended: whose workspace that is, stays too. */
export interface Installation {
  readonly id: number;
  readonly platform: string;
  readonly workspaceId: string;
  readonly name: string;
  /** The platform whose home this is; null for a guest. There is one home on each platform. */
  readonly homeOf: string | null;
  /** Whose alone everything in it is; null for a home. */
  readonly merchantId: number | null;
  /** Empty when it has ended, and where the workspace gave none. */
  readonly sealedToken: string;
  /** Counts how often our app was installed there. */
  readonly serial: number;
  readonly installedAt: Date;
  readonly endedAt: Date | null;
}

export const InstallationSchema = table<Installation>({
  name: 'installation',
  columns: {
    id: columns.id(),
    platform: columns.key(20),
    workspaceId: columns.key(100),
    name: columns.prose(200),
    homeOf: columns.key(20, { nullable: true }),
    merchantId: columns.whole({ nullable: true }),
    sealedToken: columns.key(1000),
    serial: columns.whole(),
    installedAt: columns.time(),
    endedAt: columns.time({ nullable: true }),
  },
  indices: [
    { name: 'installation_workspace', columns: ['platform', 'workspaceId'], unique: true },
    { name: 'installation_home', columns: ['homeOf'], unique: true },
  ],
});
