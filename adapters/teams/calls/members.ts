import { z } from 'zod';
import type { Person, PersonRef } from '../../../src/chat/address.ts';
import type { SpeakDeps } from './speak.ts';
import { isAbsent } from './teams-errors.ts';

const word = z.string().min(1).optional().catch(undefined);

const member = z.object({
  name: z.string().trim().min(1),
  email: word,
  /** In Entra, the directory behind Teams. */
  aadObjectId: word,
  userPrincipalName: word,
  userRole: word,
  tenantId: word,
});

/** Somebody as one of those in a conversation (learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context). */
export type Member = z.output<typeof member>;

/**
 * Asked where an order names them, or else where we heard of them; null for whom we never met, or who is not there any more.
 * @param at a place in which they are
 */
export async function findMember(
  person: PersonRef,
  at: string | undefined,
  { references, call }: Pick<SpeakDeps, 'references' | 'call'>,
): Promise<Member | null> {
  const placeId = at ?? person.userId;
  const heard = await references.find(person, placeId);
  if (heard?.placeId !== placeId) return null;
  const { serviceUrl, conversationId } = heard;
  const path = [conversationId, 'members', person.userId];
  try {
    return await call({ operation: 'find a member', serviceUrl, path }, member);
  } catch (error) {
    if (isAbsent(error, 'MemberNotFoundInConversation')) return null;
    throw error;
  }
}

/** A person's name. @param at as of `findMember` */
export async function findPerson(person: PersonRef, at: string | undefined, deps: SpeakDeps): Promise<Person | null> {
  const found = await findMember(person, at, deps);
  if (!found) return null;
  const { platform, workspaceId, userId } = person;
  const { name, email } = found;
  return { platform, workspaceId, userId, name, ...(email !== undefined && { email }) };
}
