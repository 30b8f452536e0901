import { publicUrlOf, type Environment, type Settings } from './settings.ts';

export interface SlackConfig {
  /** xoxb-…; without it home is where the app was installed as that. */
  readonly botToken: string | undefined;
  /** With it other workspaces can let the app in. */
  readonly install:
    { readonly clientId: string; readonly clientSecret: string; readonly publicUrl: string } | undefined;
  /** With it events come over HTTP. */
  readonly signingSecret: string | undefined;
  /** xapp-…; with it events come over a socket that we open. */
  readonly appToken: string | undefined;
  /** Ends with a slash; undefined is Slack's own. */
  readonly apiUrl: string | undefined;
  /** Posts that one channel gets in a second. */
  readonly postsPerSecond: number;
}

/** By a token that was given, or by those that workspaces give. */
export const speaksSlack = ({ SLACK_BOT_TOKEN: token, SLACK_CLIENT_ID: id }: SlackSpeech): boolean =>
  token !== undefined || id !== undefined;

interface SlackSpeech {
  readonly SLACK_BOT_TOKEN?: string | undefined;
  readonly SLACK_CLIENT_ID?: string | undefined;
}

export function toSlackConfig(set: Settings): SlackConfig | undefined {
  if (!speaksSlack(set)) return undefined;
  const { SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret } = set;
  return {
    botToken: set.SLACK_BOT_TOKEN,
    install: clientId && clientSecret ? { clientId, clientSecret, publicUrl: publicUrlOf(set) } : undefined,
    signingSecret: set.SLACK_SIGNING_SECRET,
    appToken: set.SLACK_APP_TOKEN,
    apiUrl: set.SLACK_API_URL?.replace(/\/*$/, '/'),
    postsPerSecond: set.SLACK_POSTS_PER_SECOND,
  };
}

/** A token to speak needs a way to listen, and the other way round. */
export function slackFaults(given: Environment): string[] {
  const { SLACK_SIGNING_SECRET: http, SLACK_APP_TOKEN: socket } = given;
  const listens = http ?? socket;
  const speaks = given['SLACK_BOT_TOKEN'] ? 'SLACK_BOT_TOKEN' : 'SLACK_CLIENT_ID';
  if (speaksSlack(given) && !listens) {
    return [
      speaks +
        ' is set, but nothing lets events in: set SLACK_SIGNING_SECRET (Slack calls us over HTTP) or ' +
        'SLACK_APP_TOKEN (Socket Mode) as well.',
    ];
  }
  if (!speaksSlack(given) && listens) {
    return [
      `${http ? 'SLACK_SIGNING_SECRET' : 'SLACK_APP_TOKEN'} is set, but we could not answer: set SLACK_BOT_TOKEN as well.`,
    ];
  }
  return [];
}

/** Other workspaces come by Slack's own page, give us a token each, and are sent back to an address of ours. */
export function installFaults(given: Environment): string[] {
  const { SLACK_CLIENT_ID: id, SLACK_CLIENT_SECRET: secret, PUBLIC_URL: url } = given;
  if (!id && !secret) return [];
  if (!id || !secret) {
    const [set, missing] = id ? ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET'] : ['SLACK_CLIENT_SECRET', 'SLACK_CLIENT_ID'];
    return [`${set} is set, but other workspaces cannot join without ${missing}: set both, or none.`];
  }
  return [
    ...(given['SWITCHBOARD_SECRET']
      ? []
      : [
          'SLACK_CLIENT_ID is set, but there is nothing to encrypt the tokens of other workspaces with: set ' +
            'SWITCHBOARD_SECRET as well ("openssl rand -hex 32" makes a good one), and keep it.',
        ]),
    ...(url?.startsWith('https:')
      ? []
      : ['SLACK_CLIENT_ID is set, but Slack sends people back to https addresses only: set PUBLIC_URL to yours.']),
  ];
}
