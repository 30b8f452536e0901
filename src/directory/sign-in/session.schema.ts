import { columns } from '../../storage/columns.ts';
import { table } from '../../storage/table.ts';

/** A browser in which a member is signed in. Only the hash of what its cookie bears is kept. */
export interface Session {
  readonly id: number;
  readonly tokenHash: string;
  readonly memberId: number;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
}

export const SessionSchema = table<Session>({
  name: 'session',
  columns: {
    id: columns.id(),
    tokenHash: columns.key(64),
    memberId: columns.whole(),
    createdAt: columns.time(),
    expiresAt: columns.time(),
    revokedAt: columns.time({ nullable: true }),
  },
  indices: [
    { name: 'session_token', columns: ['tokenHash'], unique: true },
    { name: 'session_member', columns: ['memberId'] },
    { name: 'session_age', columns: ['expiresAt'] },
  ],
});
