import { columns } from '../../storage/columns.ts';
import { table } from '../../storage/table.ts';

/** Lets our app into one workspace, once. Only the hash of what stands in the address is kept. */
export interface InstallLink {
  readonly tokenHash: string;
  readonly platform: string;
  /** Whose guest the workspace becomes; null: it becomes home. */
  readonly merchantId: number | null;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
}

export const InstallLinkSchema = table<InstallLink>({
  name: 'install_link',
  columns: {
    tokenHash: columns.key(64, { primary: true }),
    platform: columns.key(20),
    merchantId: columns.whole({ nullable: true }),
    expiresAt: columns.time(),
    usedAt: columns.time({ nullable: true }),
  },
  indices: [{ name: 'install_link_age', columns: ['expiresAt'] }],
});

/** Somebody followed a link to the platform's own page, and is to come back from there with this, once. */
export interface InstallState {
  readonly stateHash: string;
  /** The hash of the link's token. */
  readonly linkHash: string;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
}

export const InstallStateSchema = table<InstallState>({
  name: 'install_state',
  columns: {
    stateHash: columns.key(64, { primary: true }),
    linkHash: columns.key(64),
    expiresAt: columns.time(),
    usedAt: columns.time({ nullable: true }),
  },
  indices: [{ name: 'install_state_age', columns: ['expiresAt'] }],
});
