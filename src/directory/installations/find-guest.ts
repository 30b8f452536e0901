import type { WorkspaceRef } from '../../chat/installations.ts';
import { conflict } from '../../errors.ts';
import type { Reader } from '../../storage/unit.ts';
import { InstallationSchema, type Installation } from './installation.schema.ts';

/** A workspace that is a merchant's. */
export type Guest = Installation & { readonly merchantId: number };

export const findInstallation = (
  reader: Reader,
  { platform, workspaceId }: WorkspaceRef,
): Promise<Installation | null> => reader.findOne(InstallationSchema, { where: { platform, workspaceId } });

/** Null for a home, and for a workspace of which we know nothing. One that has left stays its merchant's. */
export async function findGuest(reader: Reader, workspace: WorkspaceRef): Promise<Guest | null> {
  const found = await findInstallation(reader, workspace);
  return found?.merchantId == null ? null : { ...found, merchantId: found.merchantId };
}

interface Wanted extends WorkspaceRef {
  readonly role: string;
  readonly merchantId: number | null;
}

/** A guest's channels are its merchant's alone, whoever connects them. @throws AppError `conflict` */
export async function checkGuest(reader: Reader, { role, merchantId, ...workspace }: Wanted): Promise<void> {
  const guest = await findGuest(reader, workspace);
  if (!guest || (role === 'merchant' && merchantId === guest.merchantId)) return;
  throw conflict(
    `Workspace ${workspace.workspaceId} is a guest: its channels can only be merchant ${guest.merchantId}’s own.`,
  );
}
