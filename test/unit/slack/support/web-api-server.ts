import type { ServerResponse } from 'node:http';
import { serve, type RunningServer } from './slack-http.ts';

export interface WebApiCall {
  readonly method: string;
  readonly args: Readonly<Record<string, string>>;
  readonly authorization: string | undefined;
}

/** An answer's JSON, or anything that can be done to a response. */
export type Reply = Readonly<Record<string, unknown>> | ((response: ServerResponse) => unknown);

export interface WebApiServer extends RunningServer {
  readonly calls: WebApiCall[];
  /** What each method answers from now on; several answers are given one after another, the last one again and again. */
  replies: Record<string, Reply | readonly Reply[]>;
}

/** The smallest Web API: it answers what a test tells it to. */
export async function startWebApi(): Promise<WebApiServer> {
  const calls: WebApiCall[] = [];
  const api: Pick<WebApiServer, 'replies'> = { replies: {} };
  const server = await serve((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
      const method = (request.url ?? '').replace('/', '');
      const args = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString('utf8')));
      const turn = calls.filter((call) => call.method === method).length;
      calls.push({ method, args, authorization: request.headers.authorization });
      give(response, pick(api.replies[method], turn));
    })();
  });
  return Object.assign(api, server, { calls });
}

/** The connection is cut in the middle of an answer. */
export function answerInPart(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
  response.write('{"ok":tr');
  setTimeout(() => response.destroy(), 20);
}

function pick(replies: Reply | readonly Reply[] | undefined, turn: number): Reply {
  if (replies === undefined) return { ok: false, error: 'unknown_method' };
  if (!Array.isArray(replies)) return replies as Reply;
  const list = replies as readonly Reply[];
  return list[Math.min(turn, list.length - 1)]!;
}

function give(response: ServerResponse, reply: Reply): void {
  if (typeof reply === 'function') reply(response);
  else response.setHeader('content-type', 'application/json').end(JSON.stringify(reply));
}
