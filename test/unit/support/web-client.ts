import { LogLevel, WebClient, type WebClientOptions } from '@slack/web-api';
import type { SlackStandIn } from '../../support/slack-stand-in/client.ts';

const silent = (): void => undefined;

/** Slack's own client, which tries once and keeps its complaints to itself. */
export function createWebClient(slack: SlackStandIn, options: WebClientOptions & { token?: string } = {}): WebClient {
  return new WebClient(options.token ?? slack.home.botToken, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: {
      debug: silent,
      info: silent,
      warn: silent,
      error: silent,
      setLevel: silent,
      setName: silent,
      getLevel: () => LogLevel.ERROR,
    },
    ...options,
  });
}
