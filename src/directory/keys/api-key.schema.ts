import { columns } from '../../storage/columns.ts';
import { table } from '../../storage/table.ts';
import type { Role } from '../roles.ts';

/** With it a program asks through /api. Only its hash is kept: whoever reads the database cannot use it. */
export interface ApiKey {
  readonly id: number;
  readonly tokenHash: string;
  /** By which people tell their keys apart: `sb_…x4Qz`. */
  readonly hint: string;
  readonly name: string;
  readonly role: Role;
  /** Whose data alone it opens; null for all roles but `merchant`. */
  readonly merchantId: number | null;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  /** To the minute. */
  readonly lastUsedAt: Date | null;
  readonly createdAt: Date;
}

export const ApiKeySchema = table<ApiKey>({
  name: 'api_key',
  columns: {
    id: columns.id(),
    tokenHash: columns.key(64),
    hint: columns.key(10),
    name: columns.prose(200),
    role: columns.key(20),
    merchantId: columns.whole({ nullable: true }),
    expiresAt: columns.time({ nullable: true }),
    revokedAt: columns.time({ nullable: true }),
    lastUsedAt: columns.time({ nullable: true }),
    createdAt: columns.time(),
  },
  indices: [
    { name: 'api_key_token', columns: ['tokenHash'], unique: true },
    { name: 'api_key_merchant', columns: ['merchantId'] },
  ],
});
