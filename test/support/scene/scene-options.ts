import type { SlackStandIn } from '../slack-stand-in/client.ts';
import type { ProcessOptions } from '../slack-stand-in/protocol.ts';
import { APP_CLIENT } from '../slack-stand-in/world-types.ts';
import type { TeamsStandIn } from '../teams-stand-in/start-teams-stand-in.ts';
import type { AppOptions } from './app-options.ts';

/** What tokens are encrypted with. */
export const SECRET = 'a-secret-for-tests-only-of-32-characters';

export const ADMIN_KEY = 'a-key-for-tests-only';

export interface SceneOptions {
  readonly replicas?: number;
  readonly slack?: Partial<ProcessOptions>;
  /** Beside Slack. @default false */
  readonly teams?: boolean;
  /** People can be anybody in the browser. @default false */
  readonly web?: boolean;
  /** To settle takes until the queue's places are shown, too. */
  readonly awaitsPlaces?: boolean;
  readonly app?: Partial<Omit<AppOptions, 'databaseUrl' | 'slack' | 'teams' | 'death'>> & {
    readonly postsPerSecond?: number;
    readonly editsPerSecond?: number;
    readonly readsPerSecond?: number;
    readonly requestTimeoutMs?: number;
  };
  /** Other workspaces can let the app in. @default false */
  readonly install?: boolean;
  /** Without it home is where the app was installed as that. @default true */
  readonly hasHomeToken?: boolean;
}

/** What the processes of a scene are started with. */
export function appOptionsOf(
  { app = {}, install = false, hasHomeToken = true, web = false }: SceneOptions,
  databaseUrl: string,
  slack: SlackStandIn,
  teams: TeamsStandIn | undefined,
): AppOptions {
  const { postsPerSecond = 100, editsPerSecond = 100, readsPerSecond = 100, requestTimeoutMs = 1_000, ...rest } = app;
  return {
    databaseUrl,
    slack: {
      botToken: hasHomeToken ? slack.home.botToken : undefined,
      install: install ? { ...APP_CLIENT, publicUrl: 'http://desk.example.com' } : undefined,
      ...(slack.isSocketMode ? { appToken: slack.appToken } : { signingSecret: slack.signingSecret }),
      apiUrl: slack.apiUrl,
      postsPerSecond,
      editsPerSecond,
      readsPerSecond,
      requestTimeoutMs,
    },
    ...(teams && {
      teams: { app: teams.app, cloud: teams.cloud, postsPerSecond, editsPerSecond, requestTimeoutMs },
    }),
    hasWebStage: web,
    adminKey: ADMIN_KEY,
    secret: install ? { current: SECRET, before: undefined } : undefined,
    // Stories wait by asking, over and over.
    api: { requestsPerMinute: 1_000_000, trustedProxies: 0, checksAnswers: true },
    leaseMs: 2_000,
    groupingMs: 120_000,
    reopenMs: 7 * 24 * 60 * 60 * 1000,
    logLevel: 'info',
    ...rest,
  };
}
