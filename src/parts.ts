import { type Config } from './config.ts';

interface Part {
  readonly name: string;
  readonly on: boolean;
  /** How it is on, or which variable turns it on. */
  readonly detail: string;
}

/** The table that is printed at start: what is on, what is off, and which variable turns it on. Bears no secret. */
export function describeParts(config: Config): string {
  const parts = [database(config), sandbox(config), ...slack(config), teams(config), api(config)];
  const width = Math.max(...parts.map(({ name }) => name.length));
  return parts.map(({ name, on, detail }) => `  ${name.padEnd(width)}  ${on ? 'on ' : 'off'}  ${detail}`).join('\n');
}

function database({ databaseUrl }: Config): Part {
  if (databaseUrl.startsWith('sqlite:')) {
    const file = databaseUrl.slice('sqlite:'.length);
    return { name: 'Database', on: true, detail: `SQLite, ${file} (DATABASE_URL for MySQL or MariaDB)` };
  }
  const { protocol, host, pathname } = new URL(databaseUrl);
  const product = protocol === 'mysql:' ? 'MySQL' : 'MariaDB';
  return { name: 'Database', on: true, detail: `${product}, ${host}${pathname}` };
}

function sandbox({ isSandbox, host, port }: Config): Part {
  const detail = isSandbox ? `http://${host}:${port}` : 'only on 127.0.0.1, without real accounts, not in production';
  return { name: 'Sandbox', on: isSandbox, detail };
}

function slack({ slack, host, port, publicUrl }: Config): Part[] {
  const events = `http://${host}:${port}/slack/events`;
  return [
    slackWay('Slack over HTTP', slack?.signingSecret, `events at ${events}`, 'SLACK_SIGNING_SECRET'),
    slackWay('Slack Socket Mode', slack?.appToken, 'events over a socket that we open', 'SLACK_APP_TOKEN'),
    {
      name: 'Other workspaces',
      on: slack?.install !== undefined,
      detail: slack?.install ? `join by links to ${publicUrl}` : 'set SLACK_CLIENT_ID and SLACK_CLIENT_SECRET',
    },
  ];
}

function slackWay(name: string, secret: string | undefined, detail: string, variable: string): Part {
  const on = secret !== undefined;
  return { name, on, detail: on ? detail : `set SLACK_BOT_TOKEN and ${variable}` };
}

function teams({ teams, host, port, publicUrl }: Config): Part {
  const name = 'Teams';
  if (!teams)
    return { name, on: false, detail: 'set MICROSOFT_APP_ID, MICROSOFT_APP_PASSWORD, MICROSOFT_APP_TENANT_ID' };
  const detail = teams.app
    ? `messages at ${publicUrl}/api/messages`
    : `anybody at http://${host}:${port}/api/messages is believed (TEAMS_ALLOW_UNAUTHENTICATED)`;
  return { name, on: true, detail };
}

function api({ adminKey, host, port }: Config): Part {
  const on = adminKey !== undefined;
  return { name: 'HTTP API', on, detail: on ? `http://${host}:${port}/api` : 'set SWITCHBOARD_ADMIN_KEY' };
}
