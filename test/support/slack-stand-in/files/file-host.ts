import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Faults } from '../faults.ts';
import type { Ledger } from '../ledger.ts';
import { now } from '../time.ts';
import type { World } from '../world.ts';
import { bytesOf, type StoredFile } from './file-store.ts';

interface HostDeps {
  readonly world: World;
  readonly ledger: Ledger;
  readonly faults: Faults;
}

const LOGIN_PAGE = '<!DOCTYPE html><html><title>Sign in | Slack</title></html>';

/** What reading and bringing a file are called in the ledger and in faults. */
export const DOWNLOAD = 'file-download';
export const UPLOAD = 'file-upload';

/** Where the private bytes of files are read and brought, as files.slack.com does. */
export class FileHost {
  constructor(private readonly deps: HostDeps) {}

  /** Whoever may not read a file is shown a page, with 200. */
  async give(id: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { world } = this.deps;
    const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
    const workspace = world.workspaceOfToken(token);
    const file = world.files.find(id);
    const status = this.#fault(DOWNLOAD, { file: id });
    this.#record(DOWNLOAD, workspace?.teamId ?? null, { file: id }, status === null ? 'ok' : String(status));
    if (status !== null) return void response.writeHead(status).end();
    if (file === undefined || file.isDeleted) return void response.writeHead(404).end();
    if (file.spec.redirectTo !== undefined)
      return void response.writeHead(302, { location: file.spec.redirectTo }).end();
    if (workspace?.teamId !== file.teamId || file.spec.needsScope === true)
      return void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(LOGIN_PAGE);
    await send(file, response);
  }

  async take(id: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { files } = this.deps.world;
    const file = files.find(id);
    if (file === undefined) return void response.writeHead(404).end();
    const status = this.#fault(UPLOAD, { file: id, filename: file.name });
    if (status !== null) {
      this.#record(UPLOAD, file.teamId, { file: id }, String(status));
      request.resume();
      return void response.writeHead(status).end();
    }
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      hash.update(chunk);
    }
    const isWhole = bytes === file.size;
    if (isWhole) files.put({ ...file, sha256: hash.digest('hex') });
    const hasToken = request.headers.authorization !== undefined;
    this.#record(UPLOAD, file.teamId, { file: id, bytes, hasToken }, isWhole ? 'ok' : 'wrong_length');
    response.writeHead(isWhole ? 200 : 400).end(isWhole ? `OK - ${bytes}` : '');
  }

  #fault(method: string, args: Readonly<Record<string, unknown>>): number | null {
    const fault = this.deps.faults.take({ method, args });
    return fault?.script.action === 'server-error' ? (fault.script.status ?? 500) : null;
  }

  #record(method: string, teamId: string | null, args: Readonly<Record<string, unknown>>, outcome: string): void {
    this.deps.ledger.record({ kind: 'call', at: now(), method, teamId, args, outcome });
  }
}

async function send({ id, name, mimetype, realSize }: StoredFile, response: ServerResponse): Promise<void> {
  response.writeHead(200, {
    'content-type': mimetype,
    'content-disposition': `attachment; filename="${encodeURIComponent(name)}"`,
  });
  await pipeline(Readable.from(bytesOf(id, realSize), { objectMode: false }), response).catch(() => undefined);
}
