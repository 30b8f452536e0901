import { spawn, execFile, type ChildProcess } from 'node:child_process';
import { access, constants, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { createConnection } from 'mysql2/promise';
import { freePort } from './free-port.ts';
import { waitFor } from './wait-for.ts';

export interface MariaDbServer {
  /** Without a database name: `mysql://root@127.0.0.1:PORT`. */
  readonly url: string;
  /** Ends the server and removes its folder. */
  stop(): Promise<void>;
}

/**
 * The shell owns the server and lives as long as its standard input, a pipe from us: however we end, also by
 * kill -9, the pipe closes, and the server (by its pid) and the folder go.
 */
const SERVE_UNTIL_INPUT_ENDS = `
  folder="$1"; shift
  "$@" </dev/null >>"$folder/server.log" 2>&1 &
  server=$!
  read -r _
  kill -KILL "$server" 2>/dev/null; wait "$server" 2>/dev/null
  rm -rf "$folder"
`;

/** Starts a private, empty MariaDB in a temporary folder; null where none is installed. */
export async function startMariaDb(): Promise<MariaDbServer | null> {
  const [server, installer] = await Promise.all([findProgram('mariadbd'), findProgram('mariadb-install-db')]);
  if (server === null || installer === null) return null;
  const folder = await mkdtemp(join(tmpdir(), 'switchboard-mariadb-'));
  try {
    await promisify(execFile)(installer, [
      ...commonOptions(folder),
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
    ]);
    return await serve(server, folder);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function serve(program: string, folder: string): Promise<MariaDbServer> {
  const port = await freePort();
  const command = [program, ...commonOptions(folder), ...serverOptions(folder, port)];
  const keeper = spawn('/bin/sh', ['-c', SERVE_UNTIL_INPUT_ENDS, 'keeper', folder, ...command], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // Out of reach of a terminal's Ctrl-C, which would end the keeper before the server.
    detached: true,
  });
  keeper.unref();
  const url = `mysql://root@127.0.0.1:${port}`;
  try {
    await waitFor(() => answers(url), {
      what: 'MariaDB to answer',
      timeoutMs: 60_000,
      explain: () => readFile(join(folder, 'server.log'), 'utf8').catch(() => 'It has no log.'),
    });
  } catch (error) {
    await stop(keeper);
    throw error;
  }
  return { url, stop: () => stop(keeper) };
}

function commonOptions(folder: string): string[] {
  // A starting server clears its temporary tables away: from a shared folder, those of its neighbours too.
  const options = ['--no-defaults', `--datadir=${join(folder, 'data')}`, `--tmpdir=${folder}`];
  return userInfo().uid === 0 ? [...options, '--user=root'] : options;
}

function serverOptions(folder: string, port: number): string[] {
  return [
    '--bind-address=127.0.0.1',
    `--port=${port}`,
    `--socket=${join(folder, 'server.sock')}`,
    `--pid-file=${join(folder, 'server.pid')}`,
    '--innodb-flush-log-at-trx-commit=0',
    '--innodb-buffer-pool-size=64M',
    '--max-connections=500',
    '--skip-name-resolve',
  ];
}

async function answers(url: string): Promise<true> {
  const connection = await createConnection({ uri: url, connectTimeout: 2_000 });
  await connection.end();
  return true;
}

function stop(keeper: ChildProcess): Promise<void> {
  if (keeper.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    keeper.once('exit', () => resolve());
    keeper.ref();
    keeper.stdin?.end();
  });
}

/** Servers live in sbin, which is not in everyone's PATH. */
async function findProgram(name: string): Promise<string | null> {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  for (const folder of folders) {
    const path = join(folder, name);
    const found = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return path;
  }
  return null;
}
