import { fork, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { BUNDLE_VARIABLE } from '../bundle/bundle-variable.ts';
import { OPTIONS_VARIABLE, type AppOptions, type Asked, type Death } from './app-options.ts';

/** The tests run the bundle; the benchmarks have none, and measure what is shipped. */
const entryOf = (env: NodeJS.ProcessEnv): string =>
  resolve('dist/test/support', env[BUNDLE_VARIABLE] === undefined ? 'scene/app-process.js' : 'bundle/run-bundle.js');

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
  /** From now on it dies at this point. @returns false when it is gone already */
  arm(death: Death): Promise<boolean>;
  /** SIGTERM, and waits for the end. */
  stop(): Promise<void>;
  /** kill -9 */
  kill(): Promise<void>;
  /** What it has logged, for a failing test's message. */
  output(): string;
}

export async function startApp(options: AppOptions, entry = entryOf(process.env)): Promise<RunningApp> {
  const env = { ...process.env, [OPTIONS_VARIABLE]: JSON.stringify(options) };
  const child = fork(entry, { env, silent: true });
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
  const ask = (asked: Asked) =>
    new Promise<Usage | null>((resolve) => {
      child.once('message', (message) => resolve(message as Usage));
      void gone.then(() => resolve(null));
      // What cannot be sent any more is told by its end.
      child.send(asked, () => undefined);
    });
  return {
    url: `http://127.0.0.1:${port}`,
    gone,
    usage: async () => {
      const usage = await ask('usage');
      if (!usage) throw new Error(`The app is gone:\n${output}`);
      return usage;
    },
    arm: async (death) => (await ask({ death })) !== null,
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
