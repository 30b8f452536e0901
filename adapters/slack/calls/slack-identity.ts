import { z } from 'zod';
import type { SlackCall } from './slack-calls.ts';

/** Who we are in the workspace where the bot token was issued. */
export interface SlackIdentity {
  /** `https://acme.slack.com/` */
  readonly url: string;
  /** The workspace that is home. */
  readonly workspaceId: string;
  readonly userId: string;
  readonly botId: string | undefined;
}

/** Resolves to the bot's identity, asked for once and kept. Rejects with PlatformError; the next call asks again. */
export type WhoAmI = () => Promise<SlackIdentity>;

const authTest = z.object({
  url: z.string(),
  team_id: z.string(),
  user_id: z.string(),
  bot_id: z.string().optional(),
});

export function createWhoAmI(call: SlackCall): WhoAmI {
  let known: Promise<SlackIdentity> | undefined;
  const ask = async (): Promise<SlackIdentity> => {
    const { url, team_id, user_id, bot_id } = await call('auth.test', {}, authTest);
    return { url: url.endsWith('/') ? url : `${url}/`, workspaceId: team_id, userId: user_id, botId: bot_id };
  };
  return () => {
    known ??= ask().catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
}
