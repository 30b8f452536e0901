import type { WorkspaceRef } from '../../chat/installations.ts';
import { AppError } from '../../errors.ts';
import type { Installation } from './installation.schema.ts';
import type { Seals } from './seals.ts';

/** What is sealed for one workspace is for no other. */
export const ownerOf = ({ platform, workspaceId }: WorkspaceRef): string => `${platform}:${workspaceId}`;

/** What is kept of the token that a workspace gave; nothing where it gave none. @throws AppError without a secret */
export const sealToken = (seals: Seals | undefined, token: string, workspace: WorkspaceRef): string =>
  token === '' ? '' : withSecret(seals).seal(token, ownerOf(workspace));

/** @throws AppError that says what to do */
export const openToken = (seals: Seals | undefined, { sealedToken, ...workspace }: Installation): string =>
  sealedToken === '' ? '' : withSecret(seals).open(sealedToken, ownerOf(workspace));

function withSecret(seals: Seals | undefined): Seals {
  if (seals) return seals;
  throw new AppError(500, 'no_secret', 'Tokens of workspaces cannot be kept or read: set SWITCHBOARD_SECRET.');
}
