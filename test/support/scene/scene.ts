import type { TestDatabase } from '../databases.ts';
import type { SlackStandIn } from '../slack-stand-in/client.ts';
import type { ProcessOptions } from '../slack-stand-in/protocol.ts';
import { startSlackStandIn } from '../slack-stand-in/start-slack-stand-in.ts';
import type { Channel, User } from '../slack-stand-in/world-types.ts';
import { waitFor } from '../wait-for.ts';
import type { AppOptions, Crash } from './app-options.ts';
import { startApp, type RunningApp } from './start-app.ts';

const ADMIN_KEY = 'a-key-for-tests-only';

export interface SceneOptions {
  readonly replicas?: number;
  readonly slack?: Partial<ProcessOptions>;
  readonly app?: Partial<Omit<AppOptions, 'databaseUrl' | 'slack' | 'crash'>> & {
    readonly postsPerSecond?: number;
    readonly requestTimeoutMs?: number;
  };
}

/** An answer of /api. */
export interface ApiAnswer<T = Record<string, unknown>> {
  readonly status: number;
  readonly body: T;
}

export interface ApiTicket {
  readonly id: number;
  readonly ticketNumber: string;
  readonly subject: string;
  readonly status: string;
  readonly priority: string;
  readonly category: string;
  readonly source: string;
  readonly merchantId: number;
  readonly assignedTo: number | null;
  readonly continuesId: number | null;
  readonly firstResponseAt: string | null;
  readonly resolvedAt: string | null;
  readonly closedAt: string | null;
  readonly messages: readonly {
    readonly number: number;
    readonly side: string;
    readonly visibility: string;
    readonly agentId: number | null;
    readonly text: string;
  }[];
  readonly audit: readonly {
    readonly action: string;
    readonly actor: { readonly kind: string; readonly id: string };
    readonly source: string;
    readonly details: Record<string, unknown>;
    readonly at: string;
  }[];
}

/** A Slack stand-in, processes of the product on one database, and the people of a story. */
export class Scene {
  readonly apps: RunningApp[] = [];

  private constructor(
    readonly slack: SlackStandIn,
    private readonly options: AppOptions,
  ) {}

  static async open(database: TestDatabase, { replicas = 1, slack, app = {} }: SceneOptions = {}): Promise<Scene> {
    const standIn = await startSlackStandIn({ retryDelaysMs: [20, 200, 1_000, 3_000], ...slack });
    const { postsPerSecond = 100, requestTimeoutMs = 1_000, ...rest } = app;
    const scene = new Scene(standIn, {
      databaseUrl: await database.createUrl(),
      slack: {
        botToken: standIn.home.botToken,
        signingSecret: standIn.signingSecret,
        apiUrl: standIn.apiUrl,
        postsPerSecond,
        requestTimeoutMs,
      },
      adminKey: ADMIN_KEY,
      leaseMs: 2_000,
      groupingMs: 120_000,
      reopenMs: 7 * 24 * 60 * 60 * 1000,
      logLevel: 'info',
      ...rest,
    });
    await Promise.all(Array.from({ length: replicas }, () => scene.startApp()));
    return scene;
  }

  get databaseUrl(): string {
    return this.options.databaseUrl;
  }

  /** Starts one more process and sends events to all that run. */
  async startApp(crash?: Crash): Promise<RunningApp> {
    const app = await startApp({ ...this.options, ...(crash && { crash }) });
    this.apps.push(app);
    void app.gone.then(() => this.apps.splice(this.apps.indexOf(app), 1));
    await this.slack.setAppUrls(...this.apps.map(({ url }) => url));
    return app;
  }

  /** Ends the running processes as `kill -9` does and starts one new one. */
  async restart(crash?: Crash): Promise<RunningApp> {
    await Promise.all(this.apps.map((app) => app.kill()));
    return this.startApp(crash);
  }

  async close(): Promise<void> {
    await Promise.all(this.apps.map((app) => app.stop()));
    await this.slack.stop();
  }

  /** Asks one of the running processes. */
  async api<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<ApiAnswer<T>> {
    const [app] = this.apps;
    if (!app) throw new Error('No process of the product is running.');
    const response = await fetch(`${app.url}/api${path}`, {
      method,
      headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as T };
  }

  /** A merchant with a connected channel. */
  async merchant(name: string, mode = 'auto'): Promise<{ id: number; channel: Channel }> {
    const { merchant } = await this.#made<{ merchant: { id: number } }>('/merchants', { name });
    const channel = await this.slack.addChannel({ name: name.toLowerCase().replace(/\W+/g, '-') });
    await this.#connect(channel, { role: 'merchant', merchantId: merchant.id, mode });
    return { id: merchant.id, channel };
  }

  /** The agents' channel: everybody's, or one merchant's alone. */
  async desk(merchantId?: number): Promise<Channel> {
    const channel = await this.slack.addChannel({ name: 'desk' });
    await this.#connect(channel, { role: 'desk', ...(merchantId !== undefined && { merchantId }) });
    return channel;
  }

  /** A person with an account who is an agent. */
  async agent(name: string, specialties: string[] = [], isAvailable = true): Promise<User & { agentId: number }> {
    const user = await this.slack.addUser({ name });
    const { agent } = await this.#made<{ agent: { id: number } }>('/support-agents', {
      name,
      email: `${user.id.toLowerCase()}@example.com`,
      specialties,
      isAvailable,
      platform: 'slack',
      workspaceId: this.slack.home.teamId,
      userId: user.id,
    });
    return { ...user, agentId: agent.id };
  }

  async #connect(channel: Channel, role: Record<string, unknown>): Promise<void> {
    const place = { platform: 'slack', workspaceId: this.slack.home.teamId, channelId: channel.id };
    await this.#made('/channels', { ...place, ...role });
  }

  async #made<T>(path: string, body: unknown): Promise<T> {
    const answer = await this.api<T>('POST', path, body);
    if (answer.status !== 201) throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async tickets(query = ''): Promise<ApiTicket[]> {
    return (await this.api<{ tickets: ApiTicket[] }>('GET', `/support-tickets${query}`)).body.tickets;
  }

  /** With its messages and its audit trail. */
  async ticket(id: number): Promise<ApiTicket> {
    return (await this.api<{ ticket: ApiTicket }>('GET', `/support-tickets/${id}`)).body.ticket;
  }

  /** Waits until the ticket answers the condition. */
  async untilTicket(id: number, what: string, is: (ticket: ApiTicket) => boolean): Promise<ApiTicket> {
    const check = async () => {
      const ticket = await this.ticket(id);
      return is(ticket) ? ticket : null;
    };
    return waitFor(check, { what: `ticket ${id} ${what}`, timeoutMs: 15_000 });
  }

  /** Waits until no job is left to do. */
  async untilIdle(timeoutMs = 20_000): Promise<void> {
    const isIdle = async () => (await this.api<{ jobs: unknown[] }>('GET', '/jobs?state=ready')).body.jobs.length === 0;
    await waitFor(isIdle, {
      what: 'no job to be left',
      timeoutMs,
      explain: () => this.apps.map((app) => app.output()).join('\n'),
    });
  }
}
