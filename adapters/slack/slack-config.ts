import type { Installations } from '../../src/chat/installations.ts';
import type { Clock } from '../../src/clock.ts';
import type { Log } from '../../src/log.ts';

export interface SlackConfig {
  /** The bot's token in the workspace that is home, `xoxb-…`. Without it home is where the app was installed as that. */
  readonly botToken?: string | undefined;
  /** With it other workspaces can let the app in. */
  readonly install?: SlackInstallConfig | undefined;
  /** Proves that a request comes from Slack; with it the HTTP routes exist. */
  readonly signingSecret?: string | undefined;
  /** The app's token, `xapp-…`; with it events arrive over Socket Mode. */
  readonly appToken?: string | undefined;
  /** Where the Web API answers. Default https://slack.com/api/ */
  readonly apiUrl?: string | undefined;
  /** Posts for one channel in a second. Default 1, what Slack allows (docs.slack.dev/apis/web-api/rate-limits). */
  readonly postsPerSecond?: number | undefined;
  /** Edits in one workspace in a second. Default 50 a minute, what Slack allows (chat.update is tier 3). */
  readonly editsPerSecond?: number | undefined;
  /** Reads of the history of one workspace in a second, while catching up. Default: half of what Slack allows. */
  readonly readsPerSecond?: number | undefined;
  /** Milliseconds until a request to Slack without an answer is given up. Default 10,000 */
  readonly requestTimeoutMs?: number | undefined;
}

export interface SlackInstallConfig {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where browsers reach us, without a slash at the end: Slack sends people back to there. */
  readonly publicUrl: string;
}

export interface SlackDeps {
  readonly log: Log;
  readonly clock: Clock;
  /** Needed for `install`. */
  readonly installations?: Installations | undefined;
}

export const SLACK = 'slack';

export const SLACK_API_URL = 'https://slack.com/api/';

export const REQUEST_TIMEOUT_MS = 10_000;

/**
 * `chat.update` counts against the workspace: 50 a minute (docs.slack.dev/reference/methods/chat.update, tier 3). As many
 * homes are half of what `views.publish` takes (tier 4), and leave `users.info`, which each of them asks, to others, too.
 */
export const EDITS_PER_SECOND = 50 / 60;

/**
 * `conversations.history` and `.replies` take 50 a minute of one workspace (docs.slack.dev/apis/web-api/rate-limits,
 * tier 3). Half of them stay free for reading back what became of a post.
 */
export const READS_PER_SECOND = 25 / 60;
