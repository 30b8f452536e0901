import type { FaultRequest, FaultState } from './protocol.ts';

export interface FaultedCall {
  readonly method: string;
  readonly args: Readonly<Record<string, unknown>>;
}

interface ScriptedFault {
  readonly id: number;
  readonly script: FaultRequest;
  toSkip: number;
  left: number;
  hits: number;
  isReleased: boolean;
  readonly waiting: Set<() => void>;
}

/** A fault that acts on one call. */
export interface ActiveFault {
  readonly script: FaultRequest;
  /** Resolves when the fault is released. */
  hang(): Promise<void>;
}

/** The scripted faults, in the order in which they were asked for; the first that matches acts. */
export class Faults {
  readonly #faults = new Map<number, ScriptedFault>();
  #lastId = 0;

  add(script: FaultRequest): number {
    this.#lastId += 1;
    this.#faults.set(this.#lastId, {
      id: this.#lastId,
      script,
      toSkip: script.skip ?? 0,
      left: script.times === 'always' ? Infinity : (script.times ?? 1),
      hits: 0,
      isReleased: false,
      waiting: new Set(),
    });
    return this.#lastId;
  }

  /** The fault for this call, which uses up one of its times. */
  take(call: FaultedCall): ActiveFault | undefined {
    for (const fault of this.#faults.values()) {
      if (fault.left <= 0 || !matches(fault.script, call)) continue;
      if (fault.toSkip > 0) {
        fault.toSkip -= 1;
        continue;
      }
      fault.left -= 1;
      fault.hits += 1;
      return { script: fault.script, hang: () => hang(fault) };
    }
    return undefined;
  }

  state(id: number): FaultState {
    const fault = this.#find(id);
    return { hits: fault.hits, hanging: fault.waiting.size };
  }

  /** Lets go of what hangs, and acts no more. */
  release(id: number): void {
    const fault = this.#find(id);
    fault.left = 0;
    fault.isReleased = true;
    for (const resume of fault.waiting) resume();
    fault.waiting.clear();
  }

  clear(): void {
    for (const id of this.#faults.keys()) this.release(id);
  }

  #find(id: number): ScriptedFault {
    const fault = this.#faults.get(id);
    if (fault === undefined) throw new Error(`No fault ${id}.`);
    return fault;
  }
}

function hang(fault: ScriptedFault): Promise<void> {
  if (fault.isReleased) return Promise.resolve();
  return new Promise((resolve) => fault.waiting.add(resolve));
}

function matches(script: FaultRequest, { method, args }: FaultedCall): boolean {
  if (script.method !== undefined && script.method !== method) return false;
  if (script.channel !== undefined && script.channel !== args['channel']) return false;
  if (script.threadTs !== undefined && script.threadTs !== args['thread_ts']) return false;
  return script.containing === undefined || JSON.stringify(args).includes(script.containing);
}
