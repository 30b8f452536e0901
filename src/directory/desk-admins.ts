import type { PersonRef } from '../chat/address.ts';
import type { Clock } from '../clock.ts';
import { columns } from '../storage/columns.ts';
import { table } from '../storage/table.ts';
import type { Reader, Unit } from '../storage/unit.ts';

/** Somebody of the home workspace whom its admins have named: they may set things up, and name nobody. */
export interface DeskAdmin extends Pick<PersonRef, 'platform' | 'userId'> {
  readonly id: number;
  /** The account of the admin who named them. */
  readonly namedBy: string;
  readonly createdAt: Date;
}

export const DeskAdminSchema = table<DeskAdmin>({
  name: 'desk_admin',
  columns: {
    id: columns.id(),
    platform: columns.key(20),
    userId: columns.key(190),
    namedBy: columns.key(190),
    createdAt: columns.time(),
  },
  indices: [{ name: 'desk_admin_account', columns: ['platform', 'userId'], unique: true }],
});

type Account = Pick<PersonRef, 'platform' | 'userId'>;

export async function isDeskAdmin(reader: Reader, { platform, userId }: Account): Promise<boolean> {
  return (await reader.findOne(DeskAdminSchema, { where: { platform, userId } })) !== null;
}

/** @returns false when they were named before */
export async function nameDeskAdmin(
  clock: Clock,
  unit: Unit,
  { platform, userId }: Account,
  namedBy: string,
): Promise<boolean> {
  return (await unit.insertOnce(DeskAdminSchema, { platform, userId, namedBy, createdAt: clock.now() })) !== null;
}

/** @returns false when they were none */
export async function removeDeskAdmin(unit: Unit, { platform, userId }: Account): Promise<boolean> {
  return (await unit.remove(DeskAdminSchema, { platform, userId })) > 0;
}
