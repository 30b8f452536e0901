import type { PlatformName } from '../chat/address.ts';
import type { Finding, LetIn } from '../chat/checkup.ts';
import { InstallationSchema, type Installation } from '../directory/installations/installation.schema.ts';
import { openToken as open } from '../directory/installations/sealed-token.ts';
import type { Seals } from '../directory/installations/seals.ts';
import { messageOf } from '../errors.ts';
import type { ReadableStorage } from '../storage/open-for-reading.ts';

const WHAT = 'Other workspaces';

type LetInSomewhere = LetIn & { readonly platform: PlatformName };

export interface InstallationFindings {
  readonly findings: readonly Finding[];
  readonly letIn: readonly LetInSomewhere[];
}

/** The workspaces that let our app in by a link, and whether their tokens can be read with the secret that we have. */
export async function checkInstallations(
  { read }: ReadableStorage,
  seals: Seals | undefined,
): Promise<InstallationFindings> {
  const kept = await read((reader) => reader.find(InstallationSchema, { order: { id: 'ASC' } }));
  // Without a secret no token is used.
  const all = kept.filter(({ sealedToken }) => seals !== undefined || sealedToken === '');
  const ended = all.filter(({ endedAt }) => endedAt !== null);
  const opened = all.filter(({ endedAt }) => endedAt === null).map((installation) => openToken(installation, seals));
  const letIn = opened.filter((each) => 'token' in each);
  const unreadable = opened.filter((each) => 'state' in each);
  return { letIn, findings: [tellCounts(letIn.length, ended.length), ...unreadable, ...ended.flatMap(tellEndOfHome)] };
}

function openToken(installation: Installation, seals: Seals | undefined): LetInSomewhere | Finding {
  const { platform, workspaceId, name, homeOf } = installation;
  try {
    const token = open(seals, installation);
    return { platform, workspaceId, name, isHome: homeOf !== null, token };
  } catch (error) {
    return { what: WHAT, state: 'fail', detail: `${name} (${workspaceId}): ${messageOf(error)}` };
  }
}

const tellCounts = (letIn: number, ended: number): Finding => ({
  what: WHAT,
  state: 'ok',
  detail: `${letIn} let us in${ended === 0 ? '' : `, ${ended} took us out again`}`,
});

/** That a guest has left is their own wish; the channels that are lost by it are told one by one. */
const tellEndOfHome = ({ homeOf, name, workspaceId, endedAt }: Installation): Finding[] =>
  homeOf === null
    ? []
    : [
        {
          what: WHAT,
          state: 'fail',
          detail: `${name} (${workspaceId}), which is home, took us out at ${endedAt?.toISOString() ?? 'some time'}`,
          remedy: 'install the app there again by the link of POST /api/install-links with {"platform": "slack"}',
        },
      ];
