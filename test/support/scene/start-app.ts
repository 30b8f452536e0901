import { fork, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { OPTIONS_VARIABLE, type AppOptions } from './app-options.ts';

const ENTRY = resolve('dist/test/support/scene/app-process.js');

export interface Usage {
  readonly cpu: NodeJS.CpuUsage;
  readonly rssBytes: number;
}

/** A running process of the product. */
export interface RunningApp {
  readonly url: string;
  /** Resolves with the signal or the exit code when the process is gone. */
  readonly gone: Promise<NodeJS.Signals | number | null>;
  /** What the process has used since its start: CPU in µs, memory in bytes. */
  usage(): Promise<Usage>;
  /** SIGTERM, and waits for the end. */
  stop(): Promise<void>;
  /** kill -9 */
  kill(): Promise<void>;
  /** What it has logged, for a failing test's message. */
  output(): string;
}

export async function startApp(options: AppOptions, entry = ENTRY): Promise<RunningApp> {
  const child = fork(entry, { env: { ...process.env, [OPTIONS_VARIABLE]: JSON.stringify(options) }, silent: true });
  let output = '';
  const keep = (chunk: Buffer) => (output += chunk.toString());
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const gone = new Promise<NodeJS.Signals | number | null>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? code));
  });
  const port = await portOf(child, gone, () => output);
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await gone;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    gone,
    usage: () =>
      new Promise((resolve) => {
        child.once('message', (message) => resolve(message as Usage));
        child.send('usage');
      }),
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    output: () => output,
  };
}

function portOf(child: ChildProcess, gone: Promise<unknown>, output: () => string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve((message as { port: number }).port));
    void gone.then(() => reject(new Error(`The app ended before it listened:\n${output()}`)));
  });
}
