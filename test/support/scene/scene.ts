import type { TestDatabase } from '../databases.ts';
import type { SlackStandIn } from '../slack-stand-in/client.ts';
import { startSlackStandIn } from '../slack-stand-in/start-slack-stand-in.ts';
import type { Channel, User } from '../slack-stand-in/world-types.ts';
import { TeamsPeople } from '../teams-stand-in/people.ts';
import { startTeamsStandIn } from '../teams-stand-in/start-teams-stand-in.ts';
import { waitFor } from '../wait-for.ts';
import type { AppOptions, Death } from './app-options.ts';
import { ADMIN_KEY, appOptionsOf, type SceneOptions } from './scene-options.ts';
import { startApp, type RunningApp } from './start-app.ts';

/** Jobs that wait for their time: they are not something left to do. */
const TIMERS = ['expire-offer', 'new-round'];
/** Shows the queue's places, some seconds after what has moved them: hardly a story is about that. */
const SHOWING_PLACES = 'queue-moved';

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
    readonly authorId: string | null;
    readonly text: string;
    readonly isEdited: boolean;
    readonly deletedAt: string | null;
    readonly files: readonly {
      readonly name: string;
      readonly bytes: number | null;
      readonly url: string | null;
    }[];
    readonly reactions: readonly { readonly emoji: string; readonly count: number }[];
  }[];
  readonly audit: readonly {
    readonly id: number;
    readonly action: string;
    readonly actor: { readonly kind: string; readonly id: string };
    readonly source: string;
    readonly details: Record<string, unknown>;
    readonly at: string;
  }[];
}

/** An organisation with a connected channel. */
export interface Merchant {
  readonly id: number;
  readonly channel: Channel;
}

/** A person with an account who is an agent. */
export type Agent = User & { readonly agentId: number };

/** A Slack stand-in, processes of the product on one database, and the people of a story. */
export class Scene {
  readonly apps: RunningApp[] = [];

  private constructor(
    readonly slack: SlackStandIn,
    private readonly inTeams: TeamsPeople | undefined,
    private readonly timers: readonly string[],
    private readonly options: AppOptions,
  ) {}

  static async open(database: TestDatabase, options: SceneOptions = {}): Promise<Scene> {
    const { replicas = 1, slack, teams = false, awaitsPlaces = false } = options;
    const standIn = await startSlackStandIn({ retryDelaysMs: [20, 200, 1_000, 3_000, 8_000], ...slack });
    const teamsStandIn = teams ? await startTeamsStandIn() : undefined;
    const scene = new Scene(
      standIn,
      teamsStandIn && new TeamsPeople(teamsStandIn),
      awaitsPlaces ? TIMERS : [...TIMERS, SHOWING_PLACES],
      appOptionsOf(options, await database.createUrl(), standIn, teamsStandIn),
    );
    await Promise.all(Array.from({ length: replicas }, () => scene.startApp()));
    return scene;
  }

  /** Rejects where the scene has no Teams. */
  get teams(): TeamsPeople {
    if (!this.inTeams) throw new Error('This scene has no Teams: open it with `teams: true`.');
    return this.inTeams;
  }

  /** What each process is started with. */
  get appOptions(): AppOptions {
    return this.options;
  }

  get databaseUrl(): string {
    return this.options.databaseUrl;
  }

  /** Starts one more process and sends events to all that run. */
  async startApp(death?: Death): Promise<RunningApp> {
    const app = await startApp({ ...this.options, ...(death && { death }) });
    this.apps.push(app);
    void app.gone.then(() => this.apps.splice(this.apps.indexOf(app), 1));
    await this.#tellUrls();
    if (this.slack.isSocketMode) await this.slack.connected(this.apps.length);
    return app;
  }

  /** Ends the running processes as `kill -9` does and starts one new one. */
  async restart(death?: Death): Promise<RunningApp> {
    await Promise.all(this.apps.map((app) => app.kill()));
    return this.startApp(death);
  }

  /** One process runs from now on, which dies at this point: one that runs already, if there is any. */
  async dieAt(death: Death): Promise<RunningApp> {
    const [app, ...others] = this.apps;
    await Promise.all(others.map((other) => other.kill()));
    if (!app || !(await app.arm(death))) return this.startApp(death);
    await this.#tellUrls();
    return app;
  }

  /** What happens is told to all that run. */
  async #tellUrls(): Promise<void> {
    this.inTeams?.setAppUrls(this.apps.map(({ url }) => url));
    await this.slack.setAppUrls(...this.apps.map(({ url }) => url));
  }

  async close(): Promise<void> {
    await Promise.all(this.apps.map((app) => app.stop()));
    await this.slack.stop();
    await this.inTeams?.stop();
  }

  /** Asks the first of the running processes. */
  api<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<ApiAnswer<T>> {
    return this.apiAt(0, method, path, body, headers);
  }

  /** Asks one of the running processes. */
  async apiAt<T = Record<string, unknown>>(
    replica: number,
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<ApiAnswer<T>> {
    const app = this.apps[replica];
    if (!app) throw new Error(`No process ${replica} of the product is running.`);
    const response = await fetch(`${app.url}/api${path}`, {
      method,
      headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as T };
  }

  /** A merchant with a connected channel. */
  async merchant(name: string, mode = 'auto'): Promise<Merchant> {
    const { merchant } = await this.make<{ merchant: { id: number } }>('/merchants', { name });
    const channel = await this.slack.addChannel({ name: name.toLowerCase().replace(/\W+/g, '-') });
    await this.#connect(channel, { role: 'merchant', merchantId: merchant.id, mode });
    return { id: merchant.id, channel };
  }

  /** One more channel of a merchant. @returns its id */
  async connectMore(merchantId: number): Promise<string> {
    const channel = await this.slack.addChannel({ name: 'more' });
    await this.#connect(channel, { role: 'merchant', merchantId });
    return channel.id;
  }

  /** The agents' channel: everybody's, or one merchant's alone. */
  async desk(merchantId?: number): Promise<Channel> {
    const channel = await this.slack.addChannel({ name: 'desk' });
    await this.#connect(channel, { role: 'desk', ...(merchantId !== undefined && { merchantId }) });
    return channel;
  }

  async agent(name: string, specialties: string[] = [], isAvailable = true): Promise<Agent> {
    const user = await this.slack.addUser({ name });
    const { agent } = await this.make<{ agent: { id: number } }>('/support-agents', {
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

  async setAvailable({ agentId }: { readonly agentId: number }, isAvailable: boolean): Promise<void> {
    const { status } = await this.api('PATCH', `/support-agents/${agentId}/availability`, { isAvailable });
    if (status !== 200) throw new Error(`Agent ${agentId} could not be changed: ${status}`);
  }

  async changeTicket(id: number, change: Record<string, unknown>): Promise<ApiTicket> {
    const answer = await this.api<{ ticket: ApiTicket }>('PATCH', `/support-tickets/${id}`, change);
    if (answer.status !== 200) throw new Error(`Ticket ${id} could not be changed: ${JSON.stringify(answer.body)}`);
    return answer.body.ticket;
  }

  /** The values of one metric of the first process, by its labels as they stand in the text: `{state="dead"}`. */
  async metric(name: string): Promise<ReadonlyMap<string, number>> {
    const text = await (await fetch(`${this.apps[0]?.url ?? ''}/metrics`)).text();
    const lines = text.split('\n').filter((line) => line.startsWith(name));
    return new Map(
      lines.map((line) => [line.slice(name.length, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]),
    );
  }

  async #connect(channel: Channel, role: Record<string, unknown>): Promise<void> {
    const place = { platform: 'slack', workspaceId: this.slack.home.teamId, channelId: channel.id };
    await this.make('/channels', { ...place, ...role });
  }

  /** What /api makes: rejects unless it is made. */
  async make<T>(path: string, body: unknown): Promise<T> {
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

  /** Waits until no job is left to do. @param except kinds of jobs that do not count; timers never do */
  async untilIdle(timeoutMs = 20_000, except: readonly string[] = []): Promise<void> {
    const ignored = new Set([...except, ...this.timers]);
    const isIdle = async () => {
      const kinds = await this.#kindsOfReadyJobs();
      return kinds.every((kind) => ignored.has(kind));
    };
    await waitFor(isIdle, {
      what: 'no job to be left',
      timeoutMs,
      explain: () => this.apps.map((app) => app.output()).join('\n'),
    });
  }

  async #kindsOfReadyJobs(): Promise<string[]> {
    const kinds: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: ApiAnswer<{ jobs: { kind: string }[]; nextCursor: string | null }> = await this.api(
        'GET',
        `/jobs?state=ready&limit=100${cursor && `&cursor=${cursor}`}`,
      );
      kinds.push(...page.body.jobs.map(({ kind }) => kind));
      cursor = page.body.nextCursor;
    }
    return kinds;
  }

  /** Waits until every event is answered and everything that follows from it is done. */
  async settle(): Promise<void> {
    await Promise.all([this.slack.quiet(), this.inTeams?.quiet()]);
    await this.untilIdle();
  }
}
