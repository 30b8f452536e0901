import { IsNull } from 'typeorm';
import type { Installations } from '../../chat/installations.ts';
import type { Clock } from '../../clock.ts';
import type { Storage } from '../../storage/storage.ts';
import { findInstallation } from './find-guest.ts';
import { InstallationSchema } from './installation.schema.ts';
import { join } from './join.ts';
import { isLinkOpen, makeState, takeState } from './make-install-link.ts';
import type { Seals } from './seals.ts';
import { openToken } from './sealed-token.ts';

export interface InstallationsDeps {
  readonly storage: Storage;
  readonly clock: Clock;
  /** Undefined where there is no secret: then no workspace can give us a token. */
  readonly seals: Seals | undefined;
}

export function createInstallations({ storage, clock, seals }: InstallationsDeps): Installations {
  return {
    async find(workspace) {
      const found = await storage.read((reader) => findInstallation(reader, workspace));
      if (!found) return null;
      if (found.endedAt !== null) return 'ended';
      return { token: openToken(seals, found), serial: found.serial };
    },
    async findHome(homeOf) {
      const where = { homeOf, endedAt: IsNull() };
      const found = await storage.read((reader) => reader.findOne(InstallationSchema, { where }));
      return found && { platform: found.platform, workspaceId: found.workspaceId };
    },
    isOpen: (platform, link) => storage.read((reader) => isLinkOpen(reader, clock, platform, link)),
    begin: (platform, link) => storage.unit((unit) => makeState(clock, unit, platform, link)),
    takeState: (state) => storage.unit((unit) => takeState(clock, unit, state)),
    finish: (state, installed) => storage.unit((unit) => join({ clock, seals }, unit, state, installed)),
  };
}
