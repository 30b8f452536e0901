import type { ConversationReferences } from '../../src/chat/conversation-references.ts';
import type { FileAddresses } from '../../src/chat/file-addresses.ts';
import type { Installations } from '../../src/chat/installations.ts';
import type { OfferedFiles } from '../../src/chat/offered-files.ts';
import type { Clock } from '../../src/clock.ts';
import type { Log } from '../../src/log.ts';

export interface TeamsConfig {
  /** Undefined believes everybody: only for the local playground, where nobody else can reach us. */
  readonly app: TeamsAppConfig | undefined;
  /** Whose tokens are believed, and who is spoken to. Default: Microsoft's public cloud. */
  readonly cloud?: TeamsCloud | undefined;
  /** Milliseconds until a request to Teams without an answer is given up. Default 10,000 */
  readonly requestTimeoutMs?: number | undefined;
}

export interface TeamsAppConfig {
  readonly id: string;
  readonly password: string;
  /** The tenant that is home. */
  readonly tenantId: string;
  /** Others that are home as well: the app's registration lets them in. */
  readonly otherHomes?: readonly string[];
  readonly type: 'SingleTenant' | 'MultiTenant';
}

export interface TeamsCloud {
  readonly openIdMetadataUrl: string;
  readonly tokenIssuer: string;
  /** Where we get our own tokens; ends with a slash. */
  readonly loginUrl: string;
  /** Nobody else is ever sent a token of ours. With the port where there is one. */
  readonly serviceHosts: readonly string[];
  /** Where people's places in teams are asked for; ends with a slash. */
  readonly graphUrl: string;
}

export interface TeamsDeps {
  readonly log: Log;
  readonly clock: Clock;
  readonly references: ConversationReferences;
  readonly fileAddresses: FileAddresses;
  readonly offeredFiles: OfferedFiles;
  readonly installations: Pick<Installations, 'find' | 'isOpen'>;
}

export const TEAMS = 'teams';

/** The name of our app in its manifest, by which people address the bot. */
export const BOT_NAME = 'Switchboard';

/** By what the service calls itself in each activity. Other channels of the Bot Framework are none of ours. */
export const TEAMS_CHANNEL = 'msteams';

/**
 * learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication; the hosts:
 * …/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages (worldwide, GCC).
 */
export const PUBLIC_CLOUD: TeamsCloud = {
  openIdMetadataUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
  tokenIssuer: 'https://api.botframework.com',
  loginUrl: 'https://login.microsoftonline.com/',
  serviceHosts: ['smba.trafficmanager.net', 'smba.infra.gcc.teams.microsoft.com'],
  graphUrl: 'https://graph.microsoft.com/v1.0/',
};

/** What our own tokens are for: speaking, and asking who owns a team. */
export const BOT_SCOPE = 'https://api.botframework.com/.default';
export const GRAPH_SCOPE = 'https://graph.microsoft.com/.default';

export const REQUEST_TIMEOUT_MS = 10_000;
