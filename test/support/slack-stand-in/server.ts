import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createControl, type Control } from './control.ts';
import { EventDispatcher } from './events/event-dispatcher.ts';
import { HttpWay } from './events/http-way.ts';
import { FileHost } from './files/file-host.ts';
import { Faults } from './faults.ts';
import { Ledger } from './ledger.ts';
import { PaceLimits } from './pace-limits.ts';
import { Clicks } from './people/clicks.ts';
import { Forms } from './people/forms.ts';
import { HomeTab } from './people/home-tab.ts';
import { People } from './people/people.ts';
import type { ControlVerbs, ProcessOptions } from './protocol.ts';
import { SocketWay } from './socket-mode/socket-way.ts';
import { ApiError } from './web-api/api-error.ts';
import { Echo } from './web-api/echo.ts';
import { Grants } from './web-api/grants.ts';
import { ResponseUrls } from './web-api/response-urls.ts';
import { WebApi } from './web-api/web-api.ts';
import { World } from './world.ts';

export interface StandInServer {
  readonly http: Server;
  readonly ledger: Ledger;
}

export function createStandInServer(options: ProcessOptions): StandInServer {
  const world = new World();
  const ledger = new Ledger(options.ledgerPath);
  const faults = new Faults();
  const pace = new PaceLimits();
  const hooks = new HttpWay(options);
  const sockets = new SocketWay(options);
  const events = new EventDispatcher(options, ledger, options.socketMode ? sockets : hooks, hooks);
  const echo = new Echo(world, events, options);
  const responseUrls = new ResponseUrls(() => addressOf(http), options.responseUrlMs);
  const people = new People(world, events);
  const clicks = new Clicks(world, events, responseUrls);
  const forms = new Forms(world, events, responseUrls);
  const grants = new Grants(world);
  const homeTab = new HomeTab(world, events);
  const openSocket = (token: string) => `${addressOf(http).replace('http', 'ws')}${sockets.issueTicket(token)}`;
  const webApi = new WebApi({ world, ledger, faults, pace, echo, responseUrls, grants, openSocket });
  const control = createControl({
    world,
    ledger,
    faults,
    pace,
    events,
    http: hooks,
    sockets,
    echo,
    people,
    clicks,
    forms,
    grants,
    homeTab,
  });
  const fileHost = new FileHost({ world, ledger, faults });
  const http = createServer((request, response) => {
    answer(request, response, { webApi, control, fileHost }).catch((error: unknown) => sendFailure(response, error));
  });
  sockets.attach(http);
  world.files.origin = () => addressOf(http);
  // Longer than any pause in a test: a connection that closes just when it is used again looks like a fault.
  http.keepAliveTimeout = 600_000;
  return { http, ledger };
}

interface Doors {
  readonly webApi: WebApi;
  readonly control: Control;
  readonly fileHost: FileHost;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { webApi, control, fileHost }: Doors,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://stand-in');
  const [, area, name = ''] = url.pathname.split('/');
  if (area === 'files-pri') return fileHost.give(name, request, response);
  if (area === 'upload') return fileHost.take(name, request, response);
  const body = await readBody(request);
  if (area === '_control') return answerControl(response, control, name, body);
  const { 'content-type': contentType = '', authorization = '' } = request.headers;
  const call = { contentType, authorization, query: url.searchParams, body };
  if (area === 'api') return webApi.handle(name, call, response);
  if (area === 'response') return webApi.handleResponse(name, call, response);
  response.writeHead(404).end();
}

function addressOf(http: Server): string {
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
}

async function answerControl(response: ServerResponse, control: Control, verb: string, body: string): Promise<void> {
  if (!(verb in control)) throw new Error(`No verb ${verb}.`);
  const act = control[verb as keyof ControlVerbs] as (question: unknown) => unknown;
  const result = await act(JSON.parse(body));
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result ?? null));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function sendFailure(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) return;
  const message = tell(error);
  response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ ok: false, error: message }));
}

/** Slack's own word for a refusal; of anything else the whole story, for it is a mistake of a test or of ours. */
function tell(error: unknown): string {
  if (error instanceof ApiError) return error.code;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
