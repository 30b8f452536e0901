import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePort } from './free-port.ts';
import { waitFor } from './wait-for.ts';

/** The program itself, as `npm start` runs it, in a folder of its own. */
export class Product {
  #child: ChildProcess | undefined;
  #output = '';

  private constructor(
    readonly folder: string,
    readonly port: number,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  /** @param environment all there is, but for PATH and PORT */
  static async start(environment: Readonly<Record<string, string>> = {}): Promise<Product> {
    const folder = await mkdtemp(join(tmpdir(), 'switchboard-main-'));
    const product = new Product(folder, await freePort(), environment);
    await product.run();
    return product;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** What it has said on both streams since its first start. */
  get output(): string {
    return this.#output;
  }

  /** Starts it, again after `kill`, and waits until it serves. */
  async run(): Promise<void> {
    const { PATH = '' } = process.env;
    const child = spawn(process.execPath, [resolve('dist/src/main.js')], {
      cwd: this.folder,
      env: { PATH, PORT: String(this.port), ...this.environment },
    });
    this.#child = child;
    const keep = (chunk: Buffer) => (this.#output += chunk.toString());
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const isUp = async () => (await fetch(`${this.url}/readyz`)).ok;
    await waitFor(isUp, { what: 'the product to serve', timeoutMs: 20_000, explain: () => this.#output });
  }

  /** kill -9 */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  /** Ends it and deletes what it kept. */
  async close(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }
}
