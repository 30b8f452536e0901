import { z } from 'zod';
import type { AppToken } from './app-token.ts';
import { ask, codeOf } from './teams-calls.ts';
import { PUBLIC_CLOUD, type TeamsConfig } from './teams-config.ts';
import { refused, TeamsError, unreadable } from './teams-errors.ts';

/** Whether somebody owns a team, by their ids in Entra. @throws PlatformError */
export type OwnsTeam = (groupId: string, objectId: string) => Promise<boolean>;

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
export function createOwnsTeam(config: TeamsConfig, token: AppToken): OwnsTeam {
  const { graphUrl } = config.cloud ?? PUBLIC_CLOUD;
  return async (groupId, objectId) => {
    // They stand in the address, and in a filter within it.
    if (!ID.test(groupId) || !ID.test(objectId)) return false;
    const url = new URL(`teams/${groupId}/members`, graphUrl);
    url.searchParams.set('$filter', `(microsoft.graph.aadUserConversationMember/userId eq '${objectId}')`);
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
