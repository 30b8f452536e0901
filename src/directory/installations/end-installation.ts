import { IsNull } from 'typeorm';
import type { WorkspaceRef } from '../../chat/installations.ts';
import type { Unit } from '../../storage/unit.ts';
import { InstallationSchema } from './installation.schema.ts';

/**
 * Our app is in this workspace no more; its token is forgotten.
 * @param serial which installation it was: a later one goes on
 * @returns false when nothing ended
 */
export async function endInstallation(
  unit: Unit,
  { platform, workspaceId }: WorkspaceRef,
  serial: number,
  endedAt: Date,
): Promise<boolean> {
  const where = { platform, workspaceId, serial, endedAt: IsNull() };
  return (await unit.update(InstallationSchema, where, { endedAt, sealedToken: '' })) > 0;
}
