import { z } from 'zod';
import type { Address, Person, PersonRef } from '../../../src/chat/address.ts';
import type { SlackCall } from './slack-calls.ts';
import { SLACK } from '../slack-config.ts';
import { isAbsent } from './slack-errors.ts';

const word = z.string().trim().min(1).optional().catch(undefined);

const userInfo = z.object({
  user: z.object({
    name: word,
    real_name: word,
    profile: z.object({ display_name: word, real_name: word, email: word, image_192: word, image_72: word }).catch({
      display_name: undefined,
      real_name: undefined,
      email: undefined,
      image_192: undefined,
      image_72: undefined,
    }),
  }),
});

/** A person's name and picture. People of another company, in a shared channel, have `profile.real_name` only (FACTS). */
export async function findPerson(person: PersonRef, call: SlackCall): Promise<Person | null> {
  try {
    const { user } = await call('users.info', { user: person.userId }, userInfo);
    const { profile } = user;
    const name = profile.display_name ?? profile.real_name ?? user.real_name ?? user.name ?? person.userId;
    const { email, image_192, image_72 } = profile;
    const avatarUrl = image_192 ?? image_72;
    return { ...person, name, ...(avatarUrl !== undefined && { avatarUrl }), ...(email !== undefined && { email }) };
  } catch (error) {
    if (isAbsent(error, 'user_not_found', 'user_not_visible')) return null;
    throw error;
  }
}

const opened = z.object({ channel: z.object({ id: z.string().min(1) }) });

/** The direct conversation between a person and the bot; Slack gives the same one each time. */
export async function openDirect({ workspaceId, userId }: PersonRef, call: SlackCall): Promise<Address> {
  const { channel } = await call('conversations.open', { users: userId }, opened);
  return { platform: SLACK, workspaceId, channelId: channel.id };
}
