import type { Person } from '../chat/address.ts';
import { WEB_WORKSPACE } from '../chat/web-workspace.ts';
import type { Reader } from '../storage/unit.ts';
import { MemberSchema } from './member.schema.ts';

/** A member as a person on the platform that is the browser. */
export async function findMemberAsPerson(reader: Reader, userId: string): Promise<Person | null> {
  const member = await reader.findOne(MemberSchema, { where: { userId } });
  return member && { ...WEB_WORKSPACE, userId, name: member.name };
}
