import { createHash } from 'node:crypto';
import type { FileSpec } from '../protocol.ts';

/** A file as it is kept here: its bytes are made anew at each reading. */
export interface StoredFile {
  readonly id: string;
  readonly teamId: string;
  readonly name: string;
  readonly mimetype: string;
  /** What Slack says of it. */
  readonly size: number;
  /** What it gives; more or less than it says where a test wants that. */
  readonly realSize: number;
  readonly spec: FileSpec;
  /** Our own upload, by which bot; null for a person's file. */
  readonly botId: string | null;
  /** Of the bytes; null until all of an upload has come. */
  readonly sha256: string | null;
  readonly shares: readonly FileShare[];
  /** An upload can be completed once. */
  readonly isCompleted: boolean;
  readonly isDeleted: boolean;
}

export interface FileShare {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs?: string;
}

const CHUNK = 64 * 1024;

export class FileStore {
  /** Where this stand-in answers. */
  origin: () => string = () => '';
  readonly #files = new Map<string, StoredFile>();
  #last = 0;

  /** A person's. */
  add(teamId: string, spec: FileSpec): StoredFile {
    const { name = 'file.bin', mimetype = 'application/octet-stream', size = 1_000, realSize = size } = spec;
    const id = this.#newId();
    const sha256 = digest(bytesOf(id, realSize));
    return this.put({ ...UNSHARED, id, teamId, name, mimetype, size, realSize, spec, botId: null, sha256 });
  }

  /** A bot's, whose bytes are still to come. */
  expect(teamId: string, botId: string, name: string, size: number): StoredFile {
    const mimetype = 'application/octet-stream';
    const id = this.#newId();
    return this.put({ ...UNSHARED, id, teamId, name, mimetype, size, realSize: size, spec: {}, botId, sha256: null });
  }

  put(file: StoredFile): StoredFile {
    this.#files.set(file.id, file);
    return file;
  }

  find(id: string): StoredFile | undefined {
    return this.#files.get(id);
  }

  all(): StoredFile[] {
    return [...this.#files.values()];
  }

  #newId(): string {
    this.#last += 1;
    return `F0${String(this.#last).padStart(6, '0')}`;
  }
}

const UNSHARED = { shares: [], isCompleted: false, isDeleted: false } as const;

/** The same bytes each time, and others for each file. */
export function* bytesOf(id: string, size: number): Generator<Buffer> {
  const chunk = createHash('sha512').update(id).digest();
  const block = Buffer.concat(Array.from({ length: CHUNK / chunk.length }, () => chunk));
  for (let left = size; left > 0; left -= CHUNK) yield left >= CHUNK ? block : block.subarray(0, left);
}

function digest(bytes: Iterable<Buffer>): string {
  const hash = createHash('sha256');
  for (const chunk of bytes) hash.update(chunk);
  return hash.digest('hex');
}

/** docs.slack.dev/reference/objects/file-object */
export function wireFile(file: StoredFile, origin: string): Record<string, unknown> {
  const { id, name, mimetype, size, isDeleted } = file;
  if (isDeleted) return { id, mode: 'tombstone' };
  const { mode = 'hosted', fileAccess, externalUrl } = file.spec;
  const url = externalUrl ?? `${origin}/files-pri/${id}/${encodeURIComponent(name)}`;
  return {
    id,
    name,
    title: name,
    mimetype,
    size,
    mode,
    is_external: mode === 'external',
    url_private: url,
    url_private_download: file.spec.downloadUrl ?? url,
    ...(fileAccess !== undefined && { file_access: fileAccess }),
  };
}

/** What an event tells of a file: of one of another organisation little more than its id. */
export const eventFile = (file: StoredFile, origin: string): Record<string, unknown> =>
  file.spec.isStrange === true
    ? { id: file.id, mode: 'file_access', file_access: 'check_file_info' }
    : wireFile(file, origin);
