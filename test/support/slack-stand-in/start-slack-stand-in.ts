import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ProcessOptions } from './protocol.ts';
import { SlackStandIn } from './client.ts';

export interface StandInOptions extends Partial<Omit<ProcessOptions, 'ledgerPath'>> {
  /** Where the ledger is kept; without it in a temporary folder that goes with the stand-in. */
  readonly folder?: string;
}

const HERE = dirname(fileURLToPath(import.meta.url));
const BUILT = join(HERE, 'main.js');

/** Starts a Slack of one's own in a process of its own, empty but for the home workspace. */
export async function startSlackStandIn(options: StandInOptions = {}): Promise<SlackStandIn> {
  const { folder, ...given } = options;
  const home = folder ?? (await mkdtemp(join(tmpdir(), 'switchboard-slack-')));
  await mkdir(home, { recursive: true });
  const processOptions: ProcessOptions = {
    ledgerPath: join(home, 'ledger.jsonl'),
    signingSecret: 'stand-in-signing-secret',
    appToken: 'xapp-stand-in',
    socketMode: false,
    retryDelaysMs: [50, 200, 1_000],
    answerTimeoutMs: 3_000,
    eventsPath: '/slack/events',
    echo: 'after',
    metadataInEvents: 'whole',
    responseUrlMs: 30 * 60 * 1000,
    ...given,
  };
  const child = spawn(process.execPath, ['--enable-source-maps', await findProgram(), JSON.stringify(processOptions)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const port = await readPort(child);
  letGo(child);
  return new SlackStandIn(`http://127.0.0.1:${port}`, processOptions, async () => {
    await endProcess(child);
    if (folder === undefined) await rm(home, { recursive: true, force: true });
  });
}

/** From jest this file runs as TypeScript, from the benchmarks compiled: the process is always the compiled one. */
async function findProgram(): Promise<string> {
  if (import.meta.url.endsWith('.js')) return BUILT;
  const root = join(HERE, '..', '..', '..');
  const built = join(root, 'dist', 'test', 'support', 'slack-stand-in', 'main.js');
  const [age, newest] = await Promise.all([timeOf(built), newestSource()]);
  if (age < newest) throw new Error('The Slack stand-in is not built as its sources stand: run `npx tsc` first.');
  return built;
}

async function newestSource(): Promise<number> {
  const files = await readdir(HERE, { recursive: true });
  return Math.max(...(await Promise.all(files.map((file) => timeOf(join(HERE, file))))));
}

async function timeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}

function readPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout! }).once('line', (line) => {
      resolve((JSON.parse(line) as { port: number }).port);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The Slack stand-in ended at once (${code ?? 'killed'}).`)));
  });
}

/** A test that forgets `stop` ends all the same, and the stand-in with it. */
function letGo(child: ChildProcess): void {
  child.unref();
  for (const stream of [child.stdin, child.stdout]) if (stream instanceof Socket) stream.unref();
}

function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.ref();
    child.once('exit', () => resolve());
    child.stdin?.end();
  });
}
