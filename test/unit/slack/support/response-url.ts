import { serve, type RunningServer } from './slack-http.ts';

/** What is behind a `response_url`: it keeps what it hears, and answers as it is told to. */
export interface ResponseUrl extends RunningServer {
  readonly heard: unknown[];
  reply: { readonly status: number; readonly body: string };
  /** From now on nothing is answered. */
  hold(): void;
  /** Answers what was held back. */
  release(): void;
}

export async function startResponseUrl(): Promise<ResponseUrl> {
  const heard: unknown[] = [];
  const state = { heard, reply: { status: 200, body: 'ok' } };
  let released = Promise.resolve();
  let release = (): void => undefined;
  const server = await serve((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
      heard.push(JSON.parse(Buffer.concat(chunks).toString('utf8')));
      await released;
      response.writeHead(state.reply.status).end(state.reply.body);
    })();
  });
  return Object.assign(state, server, {
    url: `${server.url}/actions/secret`,
    hold: () => void (released = new Promise((resolve) => (release = resolve))),
    release: () => release(),
  });
}
