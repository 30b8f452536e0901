import type { PersonRef } from '../chat/address.ts';
import { columns } from '../storage/columns.ts';
import { table } from '../storage/table.ts';

/** What a platform last told about a person. */
export interface KnownPerson extends PersonRef {
  readonly id: number;
  readonly name: string;
  readonly avatarUrl: string | null;
  readonly seenAt: Date;
}

export const PersonSchema = table<KnownPerson>({
  name: 'person',
  columns: {
    id: columns.id(),
    platform: columns.key(20),
    workspaceId: columns.key(100),
    userId: columns.key(190),
    name: columns.prose(200),
    avatarUrl: columns.prose(1000, { nullable: true }),
    seenAt: columns.time(),
  },
  indices: [{ name: 'person_account', columns: ['platform', 'workspaceId', 'userId'], unique: true }],
});
