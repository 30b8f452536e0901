import type { StoredFile } from './files/file-store.ts';
import { waitFor } from '../wait-for.ts';
import type { AcceptedEntry, CallEntry, DeliveryEntry, LedgerEntry, LedgerQuery } from './ledger-entry.ts';
import type {
  AuthorizeRequest,
  ChannelSpec,
  ClickRequest,
  Clicked,
  CommandRequest,
  ControlVerbs,
  Delivery,
  DeleteFileRequest,
  EchoMode,
  EditRequest,
  EventRequest,
  FaultRequest,
  FaultState,
  FileSpec,
  Forgery,
  FormRequest,
  HomeClickRequest,
  HomeRequest,
  HttpResult,
  InviteRequest,
  MessageQuery,
  Pace,
  ProcessOptions,
  RateRequest,
  RateResult,
  ReactRequest,
  RemoveRequest,
  Said,
  SayRequest,
  SentEvent,
  ShortcutRequest,
  ShownHome,
  ShownMessage,
  ShownView,
  SocketEnding,
  Status,
  SubmitRequest,
  Submitted,
  UserSpec,
} from './protocol.ts';
import { withoutApp } from './web-api/grants.ts';
import { HOME, type Channel, type User, type Workspace } from './world-types.ts';

interface Patience {
  /** Milliseconds; 10,000 by default. */
  readonly timeoutMs?: number;
  /** Milliseconds between two looks, 20 by default; more where looking itself would disturb a measurement. */
  readonly everyMs?: number;
}

/** A fault that was scripted, and the way to follow it. */
export interface ScriptedFault {
  readonly id: number;
  state(): Promise<FaultState>;
  /** Resolves when it has acted this many times: a call that hangs hangs now, a cut one is cut. */
  hit(times?: number, patience?: Patience): Promise<void>;
  /** Lets go of the calls that hang, and ends the fault. */
  release(): Promise<void>;
}

/** A Slack of one's own, asked and told over HTTP. Made by `startSlackStandIn`. */
export class SlackStandIn {
  readonly home: Workspace = HOME;
  /** For SLACK_API_URL and for WebClient's `slackApiUrl`. */
  readonly apiUrl: string;
  readonly signingSecret: string;
  /** For SLACK_APP_TOKEN. */
  readonly appToken: string;
  /** Whether what happens goes to the app's sockets, and nothing by HTTP. */
  readonly isSocketMode: boolean;
  /** One JSON object a line; it is there until `stop`. */
  readonly ledgerPath: string;

  constructor(
    readonly url: string,
    options: ProcessOptions,
    /** Ends the process when its ledger is on disk. */
    readonly stop: () => Promise<void>,
  ) {
    this.apiUrl = `${url}/api/`;
    this.signingSecret = options.signingSecret;
    this.appToken = options.appToken;
    this.isSocketMode = options.socketMode;
    this.ledgerPath = options.ledgerPath;
  }

  // Setting the scene

  addWorkspace(workspace: Workspace): Promise<Workspace> {
    return this.#ask('add-workspace', workspace);
  }

  /** A workspace in which our app is not installed yet. */
  addWorkspaceWithoutApp(teamId: string, name: string): Promise<Workspace> {
    return this.#ask('add-workspace', withoutApp(teamId, name));
  }

  /** Somebody presses Allow on Slack's own page. @returns the code that their browser brings back */
  async authorize(request: AuthorizeRequest): Promise<string> {
    return (await this.#ask('authorize', request)).code;
  }

  /** Our app is taken out of a workspace: its token ends, its bot leaves all channels, and the app is told twice. */
  uninstall(teamId: string, delivery?: Delivery): Promise<readonly SentEvent[]> {
    return this.#ask('uninstall', { teamId, ...(delivery && { delivery }) });
  }

  /** Our bot is in it unless `botIsMember: false`. */
  addChannel(spec: ChannelSpec = {}): Promise<Channel> {
    return this.#ask('add-channel', spec);
  }

  updateChannel(id: string, changes: Partial<Omit<Channel, 'id'>>): Promise<Channel> {
    return this.#ask('update-channel', { id, changes });
  }

  addUser(spec: UserSpec): Promise<User> {
    return this.#ask('add-user', spec);
  }

  /** A person's file, to be said with `files: [id]`. */
  addFile(spec: FileSpec = {}): Promise<StoredFile> {
    return this.#ask('add-file', spec);
  }

  /** The direct conversation of our bot with a person, opened if need be. */
  directChannel(user: string): Promise<Channel> {
    return this.#ask('direct-channel', { user });
  }

  /** Where the app's replicas listen: `http://127.0.0.1:3000`. Events take turns between them. */
  async setAppUrls(...urls: readonly string[]): Promise<void> {
    await this.#ask('set-app-urls', { urls });
  }

  /** Ends every socket of the app. */
  async endSockets(how: SocketEnding): Promise<void> {
    await this.#ask('end-sockets', { how });
  }

  async setEcho(mode: EchoMode): Promise<void> {
    await this.#ask('set-echo', { mode });
  }

  /** Turns on Slack's limit for posts to one channel, or to every channel; null turns it off. */
  async setPace(pace: Pace | null, channel?: string): Promise<void> {
    await this.#ask('set-pace', { pace, ...(channel === undefined ? {} : { channel }) });
  }

  // People

  /** Resolves when it is said; its event is on the way (see `delivered`). */
  say(request: SayRequest): Promise<Said> {
    return this.#ask('say', request);
  }

  edit(request: EditRequest): Promise<SentEvent> {
    return this.#ask('edit', request);
  }

  remove(request: RemoveRequest): Promise<SentEvent> {
    return this.#ask('remove', request);
  }

  react(request: ReactRequest): Promise<SentEvent> {
    return this.#ask('react', request);
  }

  /** Its author deletes a file of a message that stands. */
  deleteFile(request: DeleteFileRequest): Promise<SentEvent> {
    return this.#ask('delete-file', request);
  }

  inviteBot(request: InviteRequest): Promise<SentEvent> {
    return this.#ask('invite-bot', request);
  }

  /** A slash command; resolves to the app's answer. */
  command(request: CommandRequest): Promise<HttpResult> {
    return this.#ask('command', request);
  }

  /**
   * What a person does to a button or select of a message that stands there, and the app's answers, one for each copy.
   * Rejects, naming what is there, when the message shows no such thing: a button that is not shown cannot be clicked.
   */
  click(request: ClickRequest): Promise<readonly Clicked[]> {
    return this.#ask('click', request);
  }

  /** The very same click once more (same `action_ts`), as Socket Mode may bring it again; newly signed. */
  reclick(
    { payload }: Clicked,
    repeat: { readonly copies?: number; readonly to?: number } = {},
  ): Promise<readonly HttpResult[]> {
    return this.#ask('reclick', { payload, ...repeat });
  }

  /** A shortcut from the menu of a message; resolves to the app's answer. */
  shortcut(request: ShortcutRequest): Promise<HttpResult> {
    return this.#ask('shortcut', request);
  }

  /** The modal that a person sees; null where none is open. */
  async view(user: string): Promise<ShownView | null> {
    return (await this.#ask('view', { user })).view;
  }

  /** Sends the modal that a person sees, with what they wrote into it; what they left alone stays as it was. */
  submit(request: SubmitRequest): Promise<readonly Submitted[]> {
    return this.#ask('submit', request);
  }

  /** The very same submission once more; newly signed. */
  resubmit({ payload }: Submitted, to?: number): Promise<HttpResult> {
    return this.#ask('resubmit', { payload, ...(to === undefined ? {} : { to }) });
  }

  /** A person opens our app; its event is on the way. */
  openHome(request: HomeRequest): Promise<SentEvent> {
    return this.#ask('open-home', request);
  }

  /** What a person sees there; null until the app has shown anything. */
  async homeOf(user: string, teamId?: string): Promise<ShownHome | null> {
    return (await this.#ask('home', { user, ...(teamId !== undefined && { teamId }) })).home;
  }

  /** Rejects when the home shows no such button. */
  clickHome(request: HomeClickRequest): Promise<Clicked> {
    return this.#ask('click-home', request);
  }

  // Events

  sendEvent(request: EventRequest): Promise<SentEvent> {
    return this.#ask('send-event', request);
  }

  /** A signed form, for what has no verb of its own: `fields: { payload: JSON.stringify(…) }`. */
  sendForm(request: FormRequest): Promise<HttpResult> {
    return this.#ask('send-form', request);
  }

  /** Sends what saying this would send, but wrongly; nothing is said. */
  forge(said: SayRequest, how: Forgery): Promise<HttpResult> {
    return this.#ask('forge', { said, how });
  }

  /** The exact earlier request again: same bytes, same signature. */
  replay(
    event: SentEvent,
    options: { readonly copies?: number; readonly to?: number } = {},
  ): Promise<readonly HttpResult[]> {
    return this.#ask('replay', { eventId: event.eventId, ...options });
  }

  /** The same event again with a new signature. */
  redeliver(
    event: SentEvent,
    options: { readonly copies?: number; readonly to?: number } = {},
  ): Promise<readonly HttpResult[]> {
    return this.#ask('redeliver', { eventId: event.eventId, ...options });
  }

  /** From now on every event is kept back. */
  async hold(): Promise<void> {
    await this.#ask('hold', null);
  }

  /** Sends what is kept back, one after another, in the order given; without one, all, and `hold` is over. */
  async release(events?: readonly SentEvent[]): Promise<void> {
    const eventIds = events?.map((event) => event.eventId);
    await this.#ask('release', eventIds === undefined ? {} : { eventIds });
  }

  // Faults

  async fault(request: FaultRequest): Promise<ScriptedFault> {
    const { id } = await this.#ask('fault', request);
    return {
      id,
      state: () => this.#ask('fault-state', { id }),
      hit: (times = 1, patience = {}) => this.#waitForHit(id, request, times, patience),
      release: async () => {
        await this.#ask('release-fault', { id });
      },
    };
  }

  /** Ends all faults and lets go of what hangs. */
  async clearFaults(): Promise<void> {
    await this.#ask('clear-faults', null);
  }

  // Looking

  /** Everything that stands there, people's and ours, in the order of its timestamps. */
  messages(query: MessageQuery = {}): Promise<readonly ShownMessage[]> {
    return this.#ask('messages', query);
  }

  /** What our bot's posts look like now, in the order of their timestamps. */
  posts(query: MessageQuery = {}): Promise<readonly ShownMessage[]> {
    return this.#ask('messages', { ...query, botOnly: true });
  }

  /** People's files and our uploads, in the order in which they came. */
  files(): Promise<readonly StoredFile[]> {
    return this.#ask('files', null);
  }

  /** What was shown to one person only, by chat.postEphemeral or by the `response_url` of their click. */
  async ephemerals(
    query: { readonly channel?: string; readonly user?: string } = {},
  ): Promise<readonly AcceptedEntry[]> {
    const { channel, user } = query;
    const entries = await this.accepted(channel === undefined ? {} : { channel });
    return entries.filter(({ visibleTo }) => visibleTo !== undefined && (user === undefined || visibleTo === user));
  }

  /** Everything that Slack did for us, in order, also what no longer stands. */
  accepted(query: Omit<LedgerQuery, 'kind'> = {}): Promise<readonly AcceptedEntry[]> {
    return this.#look('accepted', query);
  }

  calls(query: Omit<LedgerQuery, 'kind'> = {}): Promise<readonly CallEntry[]> {
    return this.#look('call', query);
  }

  deliveries(query: Omit<LedgerQuery, 'kind'> = {}): Promise<readonly DeliveryEntry[]> {
    return this.#look('delivery', query);
  }

  ledger(query: LedgerQuery = {}): Promise<readonly LedgerEntry[]> {
    return this.#ask('ledger', query);
  }

  status(): Promise<Status> {
    return this.#ask('status', null);
  }

  // Waiting

  /** Waits for a check as `waitFor` does; the error shows the end of the ledger. */
  until<T>(what: string, check: () => T | Promise<T>, patience: Patience = {}): ReturnType<typeof waitFor<T>> {
    return waitFor(check, { ...patience, what, explain: () => this.#tellEnd() });
  }

  /** Waits until at least `count` of our posts match, and resolves to all that do. */
  async untilPosted(query: MessageQuery, count = 1, patience: Patience = {}): Promise<readonly ShownMessage[]> {
    const what = `${count} post(s) like ${JSON.stringify(query)}`;
    const check = async (): Promise<readonly ShownMessage[] | null> => {
      const posts = await this.posts(query);
      return posts.length >= count ? posts : null;
    };
    return this.until(what, check, patience);
  }

  /** Waits until the app has answered the event with 2xx, and resolves to that delivery. */
  async delivered(event: SentEvent, patience: Patience = {}): Promise<DeliveryEntry> {
    const check = async (): Promise<DeliveryEntry | undefined> => {
      const deliveries = await this.deliveries({ eventId: event.eventId });
      return deliveries.find((delivery) => delivery.failure === undefined);
    };
    return this.until(`event ${event.eventId} to be answered with 2xx`, check, patience);
  }

  /** Waits until no event is on the way and none waits for its repeat. */
  async quiet(patience: Patience = {}): Promise<void> {
    const check = async (): Promise<boolean> => (await this.status()).deliveriesUnderWay === 0;
    await this.until('all events to be answered', check, patience);
  }

  /** Waits until the app has at least this many sockets open. */
  async connected(count = 1, patience: Patience = {}): Promise<void> {
    await this.until(`${count} socket(s) of the app`, async () => (await this.status()).sockets >= count, patience);
  }

  // Measuring

  /** Says many messages at an even rate; resolves when each event's first delivery is over. */
  async sayAtRate(request: RateRequest): Promise<readonly RateResult[]> {
    const { runId } = await this.#ask('say-at-rate', request);
    const timeoutMs = (request.count / request.perSecond) * 1_000 + 30_000;
    const check = async (): Promise<readonly RateResult[] | undefined> =>
      (await this.#ask('rate-results', { runId })).results;
    return waitFor(check, { timeoutMs, everyMs: 200, what: `the run of ${request.count} messages` });
  }

  async #waitForHit(id: number, request: FaultRequest, times: number, patience: Patience): Promise<void> {
    const check = async (): Promise<boolean> => (await this.#ask('fault-state', { id })).hits >= times;
    await this.until(`the fault ${JSON.stringify(request)} to be hit`, check, patience);
  }

  async #look<Kind extends LedgerEntry['kind']>(kind: Kind, query: Omit<LedgerQuery, 'kind'>) {
    const entries = await this.#ask('ledger', { ...query, kind });
    return entries as readonly Extract<LedgerEntry, { kind: Kind }>[];
  }

  async #tellEnd(): Promise<string> {
    const entries = await this.ledger({ last: 40 });
    const lines = entries.map((entry) => `  ${JSON.stringify(entry).slice(0, 400)}`);
    return ['The end of the ledger:', ...lines].join('\n');
  }

  async #ask<Verb extends keyof ControlVerbs>(
    verb: Verb,
    question: ControlVerbs[Verb][0],
  ): Promise<ControlVerbs[Verb][1]> {
    const response = await fetch(`${this.url}/_control/${verb}`, { method: 'POST', body: JSON.stringify(question) });
    const answer = await response.json();
    if (!response.ok) throw new Error(`The Slack stand-in refused ${verb}: ${(answer as { error: string }).error}`);
    return answer as ControlVerbs[Verb][1];
  }
}
