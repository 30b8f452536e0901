import { IsNull } from 'typeorm';
import { AppError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { Storage } from '../../storage/storage.ts';
import { InstallationSchema, type Installation } from './installation.schema.ts';
import { openToken, ownerOf } from './sealed-token.ts';
import { OTHER_SECRET, type Seals } from './seals.ts';

export interface ResealDeps {
  readonly storage: Storage;
  readonly seals: Seals;
  readonly log: Log;
}

/**
 * At start: what was encrypted with the former secret is from now on with the present one.
 * @throws AppError when a token was encrypted with a secret that is none of the two
 */
export async function reseal({ storage, seals, log }: ResealDeps): Promise<void> {
  const all = await storage.read((reader) => reader.find(InstallationSchema, { where: { endedAt: IsNull() } }));
  for (const installation of all) {
    const token = openOrTell(seals, log, installation);
    if (!token || seals.isCurrent(installation.sealedToken)) continue;
    const { id, sealedToken } = installation;
    const anew = seals.seal(token, ownerOf(installation));
    // Not over what was installed anew meanwhile, or what another replica has written.
    await storage.unit((unit) => unit.update(InstallationSchema, { id, sealedToken }, { sealedToken: anew }));
  }
}

/** One that is damaged keeps its own workspace out, and not all others. */
function openOrTell(seals: Seals, log: Log, installation: Installation): string | undefined {
  try {
    return openToken(seals, installation);
  } catch (error) {
    if (!(error instanceof AppError) || error.code === OTHER_SECRET) throw error;
    log.error({ workspace: installation.workspaceId, reason: error.message }, 'a workspace cannot be reached');
    return undefined;
  }
}
