import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { TeamsAppConfig, TeamsCloud } from '../../../adapters/teams/teams-config.ts';
import { answerOwners, recognise, type Answered, type RequestKind } from './connector.ts';
import { makeKey, makeToken, type Claims, type SigningKey } from './tokens.ts';
import { World } from './world.ts';

/** How the next request of a kind ends. */
export type Fault =
  | { readonly status: number; readonly code?: string; readonly headers?: Readonly<Record<string, string>> }
  /** The connection is cut, after or before it was done. */
  | { readonly cut: 'done' | 'not done' };

const ISSUER = 'https://api.botframework.com';
const OUR_TOKEN = 'stand-in-token';
const GRAPH_TOKEN = 'stand-in-graph-token';
const BOT_SCOPE = 'https://api.botframework.com/.default';
const GRAPH_SCOPE = 'https://graph.microsoft.com/.default';
const ONE_DRIVE = '/onedrive/';
const GRAPH = /^\/graph\/teams\/([^/]+)\/members$/;

/** A Teams of one's own: Bot Connector, OpenID metadata with its keys, and a tenant that gives tokens. */
export class TeamsStandIn {
  readonly app: TeamsAppConfig;
  readonly bot: { readonly id: string; readonly name: string };
  readonly world = new World();
  /** The tenants that have allowed the app to read in their directory what each team gives. */
  readonly homes = new Set<string>();
  readonly key: SigningKey = makeKey('published');
  readonly #requests = new Map<RequestKind, number>();
  readonly #faults = new Map<RequestKind, Fault>();
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  /** Where the bot answers. */
  appUrl = '';

  constructor(type: TeamsAppConfig['type'] = 'SingleTenant') {
    this.app = { id: randomUUID(), password: 'stand-in~password', tenantId: randomUUID(), type };
    this.homes.add(this.app.tenantId);
    this.bot = { id: `28:${this.app.id}`, name: 'Switchboard' };
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get #url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get serviceUrl(): string {
    return `${this.#url}/teams/`;
  }

  get cloud(): TeamsCloud {
    return {
      openIdMetadataUrl: `${this.#url}/openid`,
      tokenIssuer: ISSUER,
      loginUrl: `${this.#url}/login/`,
      serviceHosts: [new URL(this.#url).host],
      graphUrl: `${this.#url}/graph/`,
    };
  }

  /** Where a file's reader wants it, as Teams tells it once they have agreed. */
  uploadUrl(name: string): string {
    return `${this.#url}${ONE_DRIVE}${name}`;
  }

  /** What the service says of itself in a token; anything of it may be said otherwise. */
  claims(otherwise: Claims = {}): Claims {
    const now = Math.floor(Date.now() / 1000);
    const { serviceUrl: serviceurl } = this;
    return { iss: ISSUER, aud: this.app.id, serviceurl, nbf: now - 300, exp: now + 3_600, ...otherwise };
  }

  token(otherwise?: Claims, key = this.key, alg?: 'none'): string {
    return makeToken(key, this.claims(otherwise), alg);
  }

  /** An activity as Teams sends it; anything of it may be said otherwise. */
  activity(otherwise: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    return {
      channelId: 'msteams',
      serviceUrl: this.serviceUrl,
      timestamp: new Date(this.world.nextTime()).toISOString(),
      recipient: this.bot,
      channelData: { tenant: { id: this.app.tenantId } },
      ...otherwise,
    };
  }

  /** Sends an activity once. @returns the status of the answer, and its words */
  async tell(activity: object, authorization: string | undefined = `Bearer ${this.token()}`, url = this.appUrl) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', ...(authorization && { authorization }) },
      body: JSON.stringify(activity),
    });
    return { status: response.status, text: await response.text() };
  }

  requests(kind: RequestKind): number {
    return this.#requests.get(kind) ?? 0;
  }

  /** The next request of this kind ends so. */
  fault(kind: RequestKind, fault: Fault): void {
    this.#faults.set(kind, fault);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.#url);
    const raw = await buffer(request);
    const { kind, answer } = this.#route(request, pathname, raw, searchParams.get('$filter') ?? '');
    if (kind) this.#requests.set(kind, this.requests(kind) + 1);
    const fault = kind && this.#faults.get(kind);
    if (kind) this.#faults.delete(kind);
    if (fault && 'cut' in fault) {
      if (fault.cut === 'done') answer();
      request.socket.destroy();
      return;
    }
    const { status, body, picture }: Answered = fault
      ? { status: fault.status, body: { error: { code: fault.code ?? 'Fault' } } }
      : answer();
    const type = picture ? 'image/png' : 'application/json';
    const sent = picture ?? Buffer.from(JSON.stringify(body));
    response.writeHead(status, { 'content-type': type, 'content-length': sent.length, ...fault?.headers }).end(sent);
  }

  #route(
    request: IncomingMessage,
    path: string,
    bytes: Buffer,
    filter: string,
  ): { kind?: RequestKind; answer: () => Answered } {
    if (path === '/openid') {
      return {
        kind: 'openid',
        answer: () => ({ status: 200, body: { issuer: ISSUER, jwks_uri: `${this.#url}/keys` } }),
      };
    }
    if (path.startsWith(ONE_DRIVE) && request.method === 'PUT') {
      const { authorization, 'content-range': range } = request.headers;
      const answer = () => {
        if (authorization !== undefined) return { status: 401, body: {} };
        this.world.uploads.set(path, { range, bytes });
        return { status: 201, body: {} };
      };
      return { kind: 'upload', answer };
    }
    const raw = bytes.toString();
    if (path === '/keys') return { kind: 'keys', answer: () => ({ status: 200, body: { keys: [this.key.jwk] } }) };
    if (path.startsWith('/login/')) return { kind: 'token', answer: () => this.#giveToken(path, raw) };
    const isBy = (token: string) => request.headers.authorization === `Bearer ${token}`;
    const refusal = { status: 401, body: { error: { code: 'Unauthorized' } } };
    const groupId = GRAPH.exec(path)?.[1];
    const reader = [...this.homes].find((tenant) => isBy(`${GRAPH_TOKEN}:${tenant}`));
    if (groupId !== undefined) {
      return {
        kind: 'owners',
        answer: () => (reader === undefined ? refusal : answerOwners(this.world, reader, groupId, filter)),
      };
    }
    const body = (raw ? JSON.parse(raw) : {}) as Readonly<Record<string, unknown>>;
    const found = recognise({ method: request.method ?? '', path: path.replace(/^\/teams/, ''), body });
    if (!found) return { answer: () => ({ status: 501, body: {} }) };
    const { known, kind, parts } = found;
    return { kind, answer: () => (isBy(OUR_TOKEN) ? known.answer(this.world, parts, body) : refusal) };
  }

  #giveToken(path: string, raw: string): Answered {
    const form = new URLSearchParams(raw);
    const scope = form.get('scope') ?? '';
    // Microsoft's own directory gives the tokens of bots for many tenants; of the home's directory only that itself.
    const [, tenant = ''] = /^\/login\/([^/]+)\/oauth2\/v2\.0\/token$/.exec(path) ?? [];
    const ofBots = this.app.type === 'MultiTenant' ? 'botframework.com' : this.app.tenantId;
    const isOurs = form.get('client_id') === this.app.id && form.get('client_secret') === this.app.password;
    const token =
      scope === GRAPH_SCOPE && this.homes.has(tenant)
        ? `${GRAPH_TOKEN}:${tenant}`
        : scope === BOT_SCOPE && tenant === ofBots && OUR_TOKEN;
    return isOurs && token
      ? { status: 200, body: { token_type: 'Bearer', expires_in: 3_599, access_token: token } }
      : { status: 401, body: { error: 'invalid_client' } };
  }
}

export const startTeamsStandIn = (type?: TeamsAppConfig['type']): Promise<TeamsStandIn> =>
  new TeamsStandIn(type).start();
