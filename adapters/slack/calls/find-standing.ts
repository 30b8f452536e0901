import { z } from 'zod';
import type { PersonRef, Standing } from '../../../src/chat/address.ts';
import { isAbsent } from './slack-errors.ts';
import type { SlackWorkspace } from '../slack-workspaces.ts';

const flag = z.boolean().optional().catch(undefined);

const userInfo = z.object({
  user: z.object({
    team_id: z.string().optional().catch(undefined),
    deleted: flag,
    is_bot: flag,
    is_stranger: flag,
    is_admin: flag,
    is_owner: flag,
    is_restricted: flag,
    is_ultra_restricted: flag,
  }),
});

type User = z.infer<typeof userInfo>['user'];

/**
 * How a person stands to the workspace that is home (docs.slack.dev/reference/objects/user-object). Where they
 * belong is read there, and never from what they sent: in a shared channel others of other companies speak, too.
 */
export async function findStanding({ userId }: PersonRef, { call, whoAmI }: SlackWorkspace): Promise<Standing> {
  try {
    const [{ workspaceId }, { user }] = await Promise.all([whoAmI(), call('users.info', { user: userId }, userInfo)]);
    return standingOf(user, workspaceId);
  } catch (error) {
    if (isAbsent(error, 'user_not_found', 'user_not_visible')) return 'stranger';
    throw error;
  }
}

function standingOf(user: User, home: string): Standing {
  if (user.team_id !== home || user.is_stranger || user.is_bot || user.deleted) return 'stranger';
  if (user.is_restricted || user.is_ultra_restricted) return 'guest';
  return user.is_admin || user.is_owner ? 'admin' : 'member';
}
