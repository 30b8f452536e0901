import { columns } from '../storage/columns.ts';
import { table } from '../storage/table.ts';

export const MEMBER_ROLES = ['admin', 'agent', 'merchant'] as const;
export type MemberRole = (typeof MEMBER_ROLES)[number];

/** A person who uses the product in a browser, known to us and to no other platform. */
export interface Member {
  readonly id: number;
  /** Their native id on the platform that is the browser. */
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: MemberRole;
  /** Whose person a merchant's is; null for all others. */
  readonly merchantId: number | null;
  readonly createdAt: Date;
}

export const MemberSchema = table<Member>({
  name: 'member',
  columns: {
    id: columns.id(),
    userId: columns.key(100),
    name: columns.prose(200),
    email: columns.key(190),
    role: columns.key(20),
    merchantId: columns.whole({ nullable: true }),
    createdAt: columns.time(),
  },
  indices: [
    { name: 'member_user', columns: ['userId'], unique: true },
    { name: 'member_email', columns: ['email'], unique: true },
    { name: 'member_merchant', columns: ['merchantId'] },
  ],
});
