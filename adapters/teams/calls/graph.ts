import { z } from 'zod';
import type { Clock } from '../../../src/clock.ts';
import { PUBLIC_CLOUD, type TeamsConfig } from '../teams-config.ts';
import { createAppToken, type AppToken } from './app-token.ts';
import { ask, codeOf } from './teams-calls.ts';
import { refused, TeamsError, unreadable } from './teams-errors.ts';

/** A team or a person by what they are called in Entra, the directory behind Teams. */
export interface InDirectory {
  readonly tenant: string;
  readonly id: string;
}

/** Whether somebody of the team's tenant owns it. @throws PlatformError */
export type OwnsTeam = (team: InDirectory, objectId: string) => Promise<boolean>;

const ATTEMPT = { name: 'ask who owns the team', repeatable: true };

const FORBIDDEN = 403;
const NOT_GRANTED =
  'Teams did not tell who owns this team: a team owner must add Switchboard to it again and allow what it asks for ' +
  '(TeamMember.Read.Group).';

const ID = /^[\da-f-]{36}$/i;

const members = z.object({
  value: z.array(z.object({ userId: z.string().nullish(), roles: z.array(z.string()).optional().catch(undefined) })),
});

/**
 * learn.microsoft.com/graph/api/team-list-members: of all its members the one who is asked about, with the permission
 * that each team gives for itself.
 */
export function createOwnsTeam(config: TeamsConfig, clock: Clock): OwnsTeam {
  const { graphUrl } = config.cloud ?? PUBLIC_CLOUD;
  const tokens = new Map<string, AppToken>();
  const tokenOf = (directoryOf: string): AppToken => {
    const token = tokens.get(directoryOf) ?? createAppToken(config, { directoryOf }, clock);
    tokens.set(directoryOf, token);
    return token;
  };
  return async ({ tenant, id: groupId }, objectId) => {
    // They stand in the address, and in a filter within it.
    if (!ID.test(groupId) || !ID.test(objectId)) return false;
    const url = new URL(`teams/${groupId}/members`, graphUrl);
    const onlyThem = `(microsoft.graph.aadUserConversationMember/userId eq '${objectId}')`;
    url.search = `$filter=${encodeURIComponent(onlyThem)}`;
    const token = tokenOf(tenant);
    const bearer = await token.get();
    const response = await ask(config, ATTEMPT, url, { headers: { authorization: `Bearer ${bearer ?? ''}` } });
    if (response.status === 401) token.forget();
    if (response.status === FORBIDDEN) throw new TeamsError('unauthorized', NOT_GRANTED, codeOf(response.body), {});
    if (!response.isOk) throw refused(ATTEMPT, response.status, codeOf(response.body), response.retryAfter);
    const found = members.safeParse(response.body).data;
    if (!found) throw unreadable(ATTEMPT);
    return found.value.some(({ userId, roles }) => isSame(userId, objectId) && roles?.includes('owner'));
  };
}

const isSame = (one: string | null | undefined, other: string): boolean => one?.toLowerCase() === other.toLowerCase();
