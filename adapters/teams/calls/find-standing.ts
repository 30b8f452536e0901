import { z } from 'zod';
import type { PersonRef, Standing } from '../../../src/chat/address.ts';
import type { ConversationReference } from '../../../src/chat/conversation-references.ts';
import { PlatformError } from '../../../src/chat/platform-error.ts';
import { homesOf } from '../receiving/tenants.ts';
import type { OwnsTeam } from './graph.ts';
import { findMember, type Member } from './members.ts';
import type { SpeakDeps } from './speak.ts';

export interface StandingDeps extends SpeakDeps {
  readonly ownsTeam: OwnsTeam;
}

/** Whoever speaks with the bot alone owns one of so many teams, the latest heard first, or none that we ask about. */
const MOST_TEAMS = 10;

const GUEST_NAME = /#EXT#/i;

/**
 * How a person stands to the tenants that are home: whoever owns the team in which an order is given may set things up.
 * Asked of Teams and of its directory, never read from what they sent.
 * @param at the place of the order
 */
export async function findStanding(person: PersonRef, at: string | undefined, deps: StandingDeps): Promise<Standing> {
  const { app } = deps.config;
  // The playground is on this machine alone, and has no directory.
  if (!app) return 'admin';
  if (!homesOf(app).includes(person.workspaceId)) return 'stranger';
  const [found, teams] = await Promise.all([findMember(person, at, deps), findTeams(person, at, deps)]);
  if (!found) return 'stranger';
  if (isGuest(found, person.workspaceId)) return 'guest';
  return (await ownsOne(found, teams, deps)) ? 'admin' : 'member';
}

const isGuest = ({ userRole, userPrincipalName = '', tenantId }: Member, home: string): boolean =>
  userRole === 'guest' || GUEST_NAME.test(userPrincipalName) || (tenantId !== undefined && tenantId !== home);

/** That of the place; elsewhere those of which we heard. */
async function findTeams(
  person: PersonRef,
  at: string | undefined,
  { references }: StandingDeps,
): Promise<readonly ConversationReference[]> {
  const place = at === undefined ? null : await references.find(person, at);
  if (place?.placeId === at && place?.teamId !== undefined) return [place];
  return references.findTeams(person, MOST_TEAMS);
}

async function ownsOne({ aadObjectId }: Member, teams: readonly ConversationReference[], deps: StandingDeps) {
  if (aadObjectId === undefined) return false;
  const asked = await Promise.allSettled(teams.map((team) => owns(aadObjectId, team, deps)));
  if (asked.some((answer) => answer.status === 'fulfilled' && answer.value)) return true;
  const failed = asked.find((answer) => answer.status === 'rejected' && !isGone(answer.reason));
  if (failed?.status === 'rejected') throw failed.reason;
  return false;
}

/** Of a team that is not there any more, or has taken us out, nobody is an owner for us. */
const isGone = (error: unknown): boolean => error instanceof PlatformError && error.kind === 'gone';

const team = z.object({ aadGroupId: z.string().min(1) });

/** Teams and its directory have ids of their own for a team (learn.microsoft.com/…/bots/how-to/get-teams-context). */
async function owns(objectId: string, { workspaceId, serviceUrl, teamId }: ConversationReference, deps: StandingDeps) {
  if (teamId === undefined) return false;
  const { aadGroupId } = await deps.call({ operation: 'find a team', serviceUrl, of: 'teams', path: [teamId] }, team);
  return deps.ownsTeam({ tenant: workspaceId, id: aadGroupId }, objectId);
}
