import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';

/** What it printed, and how it ended. */
export interface Told {
  readonly code: number | null;
  readonly out: string;
}

/** `npm run doctor`, in a folder of its own, with nothing in the environment but what is given. */
export async function doctor(environment: Readonly<Record<string, string>>, folder = tmpdir()): Promise<Told> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [resolve('dist/src/main.js'), 'doctor'], {
    cwd: folder,
    env: { PATH, ...environment },
  });
  let out = '';
  const keep = (chunk: Buffer) => (out += chunk.toString());
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const code = await new Promise<number | null>((ended) => child.once('close', ended));
  return { code, out };
}
