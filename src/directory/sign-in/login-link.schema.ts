import { columns } from '../../storage/columns.ts';
import { table } from '../../storage/table.ts';

/** Opens one session for one member, once. Only the hash of what stands in the address is kept. */
export interface LoginLink {
  readonly tokenHash: string;
  readonly memberId: number;
  /** The path that it leads to. */
  readonly leadsTo: string;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
}

export const LoginLinkSchema = table<LoginLink>({
  name: 'login_link',
  columns: {
    tokenHash: columns.key(64, { primary: true }),
    memberId: columns.whole(),
    leadsTo: columns.key(190),
    expiresAt: columns.time(),
    usedAt: columns.time({ nullable: true }),
  },
  indices: [{ name: 'login_link_age', columns: ['expiresAt'] }],
});
