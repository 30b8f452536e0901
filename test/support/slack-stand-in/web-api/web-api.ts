import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ActiveFault, Faults } from '../faults.ts';
import type { Ledger } from '../ledger.ts';
import type { PaceLimits } from '../pace-limits.ts';
import { now } from '../time.ts';
import type { Workspace } from '../world-types.ts';
import type { World } from '../world.ts';
import { ApiError } from './api-error.ts';
import { Arguments, parseArguments } from './arguments.ts';
import { onceOver, rateLimited, refusal, sendAnswer, type Answer } from './answer.ts';
import type { Echo } from './echo.ts';
import { OAUTH_ACCESS, type Grants } from './grants.ts';
import type { Change, Outcome } from './method.ts';
import { METHODS } from './methods.ts';
import { respond, RESPONSE_URL, responseRefusal } from './respond.ts';
import type { ResponseUrls } from './response-urls.ts';

export interface WebApiDeps {
  readonly world: World;
  readonly ledger: Ledger;
  readonly faults: Faults;
  readonly pace: PaceLimits;
  readonly echo: Echo;
  readonly responseUrls: ResponseUrls;
  readonly grants: Grants;
  /** @returns the address of a new socket. @throws ApiError */
  readonly openSocket: (token: string) => string;
}

export interface WebApiRequest {
  readonly contentType: string;
  readonly authorization: string;
  readonly query: URLSearchParams;
  readonly body: string;
}

/** How a call ends: with an answer, or with the connection. */
interface Ending {
  readonly answer: Answer | null;
}

/** One call while it is dealt with. */
interface OpenCall {
  readonly method: string;
  readonly at: number;
  readonly args: Arguments;
  readonly workspace: Workspace | undefined;
  readonly response: ServerResponse;
  /** @throws ApiError */
  run(): Outcome;
  refuse(error: ApiError): Answer;
}

/** A caller that hung up just before a release is noticed a moment later. */
const NOTICE_MS = 20;

/** Slack's Web API with the scripted faults around it. A call is in the ledger before its answer goes out. */
export class WebApi {
  constructor(private readonly deps: WebApiDeps) {}

  handle(method: string, request: WebApiRequest, response: ServerResponse): Promise<void> {
    const args = parseArguments(request.contentType, request.body, request.query);
    const token = request.authorization.replace(/^Bearer /, '') || (args.text('token') ?? '');
    const workspace = this.deps.world.workspaceOfToken(token);
    const run = (): Outcome => {
      // A method of the app's and of no workspace's.
      if (method === 'apps.connections.open') return { body: { url: this.deps.openSocket(token) } };
      if (method === OAUTH_ACCESS) return this.deps.grants.exchange(args, request.authorization);
      if (this.deps.world.isRevoked(token)) throw new ApiError('token_revoked');
      if (workspace === undefined) throw new ApiError('invalid_auth');
      const act = METHODS.get(method);
      if (act === undefined) throw new ApiError('unknown_method');
      return act({ method, args, workspace, world: this.deps.world, now: now() });
    };
    const refuse = ({ code, details }: ApiError): Answer => refusal(code, details);
    return this.#serve({ method, at: now(), args, workspace, response, run, refuse });
  }

  /** A use of a click's `response_url`: needs no token, and acts in the place of the click whatever the body says. */
  handleResponse(secret: string, request: WebApiRequest, response: ServerResponse): Promise<void> {
    const { world, responseUrls } = this.deps;
    const { teamId, ...place } = responseUrls.placeOf(secret) ?? {};
    const workspace = teamId === undefined ? undefined : world.workspace(teamId);
    const body = parseArguments(request.contentType, request.body, request.query);
    const args = new Arguments({ ...body.values, ...place });
    const call = { method: RESPONSE_URL, at: now(), args };
    const run = (): Outcome =>
      responseUrls.use(secret, (click) =>
        respond({ ...call, workspace: world.workspace(click.teamId), world, now: now() }),
      );
    return this.#serve({ ...call, workspace, response, run, refuse: responseRefusal });
  }

  async #serve(call: OpenCall): Promise<void> {
    const fault = this.deps.faults.take({ method: call.method, args: call.args.values });
    const ending = (await this.#playBefore(call, fault)) ?? (await this.#perform(call, fault));
    if (ending.answer === null) call.response.destroy();
    else sendAnswer(call.response, ending.answer);
  }

  /** The faults that come before the call is done; null when it may go on. */
  async #playBefore(call: OpenCall, fault: ActiveFault | undefined): Promise<Ending | null> {
    switch (fault?.script.action) {
      case 'delay':
        await sleep(fault.script.ms);
        return null;
      case 'rate-limit':
        return this.#end(call, 'rate-limit', rateLimited(fault.script.retryAfterSeconds ?? 1));
      case 'server-error':
        return fault.script.accepted === true ? null : this.#end(call, 'server-error', serverError(fault.script));
      case 'error':
        return this.#end(call, fault.script.error, call.refuse(new ApiError(fault.script.error)));
      case 'cut-before-accepting':
        return this.#end(call, 'cut-before-accepting', null);
      case 'hang-before-accepting':
        this.#record(call, 'hang-before-accepting');
        await fault.hang();
        await sleep(NOTICE_MS);
        return call.response.destroyed ? { answer: null } : null;
      case 'cut-after-accepting':
      case 'hang-after-accepting':
      case 'headers':
      case undefined:
        return null;
    }
  }

  async #perform(call: OpenCall, fault: ActiveFault | undefined): Promise<Ending> {
    const wait = this.#findWait(call);
    if (wait !== null) return this.#end(call, 'ratelimited', rateLimited(wait));
    try {
      const { body, change } = call.run();
      return await this.#finish(call, fault, body, change);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return this.#end(call, error.code, call.refuse(error));
    }
  }

  async #finish(
    call: OpenCall,
    fault: ActiveFault | undefined,
    body: Outcome['body'],
    change: Change | undefined,
  ): Promise<Ending> {
    const afterAnswer = change === undefined ? undefined : await this.#tell(call, change);
    const headers = fault?.script.action === 'headers' ? fault.script.headers : {};
    const answer = { status: 200, body: { ok: true, ...body }, headers };
    if (fault?.script.action === 'hang-after-accepting') {
      this.#record(call, 'hang-after-accepting');
      afterAnswer?.();
      await fault.hang();
      return { answer };
    }
    if (afterAnswer !== undefined) onceOver(call.response, afterAnswer);
    if (fault?.script.action === 'cut-after-accepting') return this.#end(call, 'cut-after-accepting', null);
    if (fault?.script.action === 'server-error') return this.#end(call, 'server-error', serverError(fault.script));
    return this.#end(call, 'ok', answer);
  }

  #tell(call: OpenCall, change: Change): Promise<() => void> {
    this.#recordChange(call, change);
    return this.deps.echo.tell(change);
  }

  #findWait({ method, args }: OpenCall): number | null {
    return method === 'chat.postMessage' ? this.deps.pace.take(args.text('channel') ?? '', now()) : null;
  }

  #end(call: OpenCall, outcome: string, answer: Answer | null): Ending {
    this.#record(call, outcome);
    return { answer };
  }

  #record({ method, at, args, workspace }: OpenCall, outcome: string): void {
    this.deps.ledger.record({
      kind: 'call',
      at,
      method,
      teamId: workspace?.teamId ?? null,
      args: withoutToken(args.values),
      outcome,
    });
  }

  #recordChange({ method, args }: OpenCall, change: Change): void {
    const { message } = change;
    this.deps.ledger.record({
      kind: 'accepted',
      at: now(),
      method,
      teamId: message.teamId,
      channel: message.channel,
      ts: message.ts,
      ...(message.threadTs === undefined ? {} : { threadTs: message.threadTs }),
      ...(change.kind === 'whispered' ? { visibleTo: change.visibleTo } : {}),
      text: message.text,
      args: withoutToken(args.values),
    });
  }
}

const serverError = ({ status = 500 }: { readonly status?: number }): Answer => ({ status, body: { ok: false } });

const SECRET = new Set(['token', 'client_secret']);

function withoutToken(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !SECRET.has(name)));
}
