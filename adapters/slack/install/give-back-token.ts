import { z } from 'zod';
import type { Installations, NewlyInstalled } from '../../../src/chat/installations.ts';
import { messageOf } from '../../../src/errors.ts';
import type { Log } from '../../../src/log.ts';
import { createSlackCall, type ClientConfig } from '../calls/slack-calls.ts';

export interface GiveBackDeps {
  readonly installations: Pick<Installations, 'find'>;
  readonly log: Log;
}

/**
 * A workspace was refused whose token we have been given already: nobody is to speak with that any more
 * (docs.slack.dev/reference/methods/auth.revoke). Slack gives a workspace the same token each time, so that where the
 * app is in use it stays. Never rejects: the refusal is what people are told.
 */
export async function giveBackToken(
  refused: NewlyInstalled,
  client: ClientConfig,
  { installations, log }: GiveBackDeps,
): Promise<void> {
  const workspace = refused.workspaceId;
  try {
    const found = await installations.find(refused);
    if (found !== null && found !== 'ended') return;
    await createSlackCall(refused.token, client, { log })('auth.revoke', {}, z.object({}));
    log.info({ workspace }, 'gave back the token of a workspace that was refused');
  } catch (error) {
    log.warn({ workspace, reason: messageOf(error) }, 'could not give back the token of a workspace that was refused');
  }
}
