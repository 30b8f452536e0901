import type { ConversationReferences } from '../../../src/chat/conversation-references.ts';
import { exactly } from '../../../src/chat/exactly.ts';
import type { FileAddresses } from '../../../src/chat/file-addresses.ts';
import type { FileRef, OpenFile } from '../../../src/chat/file.ts';
import { PlatformError } from '../../../src/chat/platform-error.ts';
import type { AppToken } from '../calls/app-token.ts';
import { isServiceUrl, underService } from '../receiving/service-url.ts';
import { REQUEST_TIMEOUT_MS, type TeamsConfig } from '../teams-config.ts';
import { fileUrl } from './file-hosts.ts';

export interface FetchFileDeps {
  readonly config: TeamsConfig;
  readonly token: AppToken;
  readonly references: ConversationReferences;
  readonly fileAddresses: FileAddresses;
}

interface Place {
  readonly url: URL;
  readonly name: string;
  /** Its address alone does not open it. */
  readonly needsToken: boolean;
}

/** The service's own attachments, as `readFiles` names them. */
const OF_SERVICE = /^[\w.~-]+\/views\/[\w.~-]+$/;

const BYTES_A_SECOND = 64 * 1024;
/** A file that does not say how large it is, is read whole before it goes on. */
const MOST_UNTOLD_BYTES = 10 * 1024 * 1024;
const RETRY_AFTER_MS = 30_000;

/** A file that somebody sent. Our token goes to the service alone, and no request follows where an answer leads. */
export async function fetchFile(file: FileRef, deps: FetchFileDeps): Promise<OpenFile> {
  const { url, name, needsToken } = await findPlace(file, deps);
  const { requestTimeoutMs = REQUEST_TIMEOUT_MS } = deps.config;
  const bearer = needsToken ? await deps.token.get() : undefined;
  const headers = {
    'accept-encoding': 'identity',
    ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
  };
  const response = await fetchOnce(url, headers, requestTimeoutMs);
  if (response.status === 401 && needsToken) deps.token.forget();
  refuseFailure(response, needsToken);
  const type = response.headers.get('content-type')?.split(';')[0]?.trim() ?? 'application/octet-stream';
  return { name: named(name, type), type, ...(await read(response)) };
}

async function findPlace(file: FileRef, { config, references, fileAddresses }: FetchFileDeps): Promise<Place> {
  const address = await fileAddresses.find(file);
  if (!OF_SERVICE.test(file.nativeId)) {
    if (!address) throw gone();
    return { url: fileUrl(address.url, config), name: address.name, needsToken: false };
  }
  // Those of the service stay: when their address is forgotten, it is where the service is.
  const url = address?.url ?? (await rebuild(file, references));
  // Also what was kept by another configuration must not be sent a token of ours.
  if (!isServiceUrl(url, config)) throw new PlatformError('rejected', 'The service is none of Microsoft’s.');
  return { url: new URL(url), name: address?.name ?? 'image', needsToken: true };
}

async function rebuild(file: FileRef, references: ConversationReferences): Promise<string> {
  const reference = await references.find(file, file.nativeId);
  if (!reference) throw gone();
  return underService(reference.serviceUrl, `v3/attachments/${file.nativeId}`).href;
}

/** The time is for the answer to begin, and then for as many bytes as a slow line brings. */
async function fetchOnce(url: URL, headers: Record<string, string>, requestTimeoutMs: number): Promise<Response> {
  const abort = new AbortController();
  let timer = setTimeout(() => abort.abort(), requestTimeoutMs);
  try {
    const response = await fetch(url, { headers, redirect: 'manual', signal: abort.signal });
    clearTimeout(timer);
    const seconds = Number(response.headers.get('content-length') ?? MOST_UNTOLD_BYTES) / BYTES_A_SECOND;
    timer = setTimeout(() => abort.abort(), requestTimeoutMs + seconds * 1000).unref();
    return response;
  } catch {
    clearTimeout(timer);
    // Its address is a secret, and would be in the error.
    throw new PlatformError('transient', 'Teams did not give the file: it will be tried again.');
  }
}

const gone = (): PlatformError =>
  new PlatformError('gone', 'Teams gives the file no more: its address is of the past.');

function refuseFailure({ status, headers, body }: Response, needsToken: boolean): void {
  if (status === 200) return;
  void body?.cancel();
  const isRefused = status === 401 || status === 403;
  if (status === 404 || status === 410 || (isRefused && !needsToken)) throw gone();
  if (isRefused) throw new PlatformError('unauthorized', `Teams does not give us the file (HTTP ${status}).`);
  if (status === 429) {
    const retryAfterMs = Number(headers.get('retry-after') ?? '') * 1000 || RETRY_AFTER_MS;
    throw new PlatformError('rate-limited', 'Teams limits how many files we read.', { retryAfterMs });
  }
  throw new PlatformError(status >= 500 ? 'transient' : 'rejected', `Teams did not give the file (HTTP ${status}).`);
}

async function read({ headers, body }: Response): Promise<Pick<OpenFile, 'bytes' | 'stream'>> {
  const told = headers.get('content-length');
  if (told !== null && /^\d{1,15}$/.test(told) && headers.get('content-encoding') === null) {
    return { bytes: Number(told), stream: exactly(body, Number(told)) };
  }
  const whole = await readWhole(body);
  return { bytes: whole.byteLength, stream: exactly(new Blob([whole]).stream(), whole.byteLength) };
}

async function readWhole(body: ReadableStream<Uint8Array> | null): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > MOST_UNTOLD_BYTES) throw new PlatformError('rejected', 'Teams does not say how large the file is.');
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof PlatformError ? error : new PlatformError('transient', 'The file broke off on its way.');
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** `image.png` for what somebody has pasted. */
function named(name: string, type: string): string {
  const sort = /^image\/(\w{1,10})/.exec(type)?.[1];
  return sort === undefined || name.includes('.') ? name : `${name}.${sort}`;
}
