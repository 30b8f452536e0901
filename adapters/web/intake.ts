import type { Receive } from '../../src/chat/chat-platform.ts';

/** Takes events to the core from the start to the stop; before and after it rejects, so that they are sent again. */
export interface Intake {
  readonly receive: Receive;
  open(receive: Receive): void;
  /** Takes nothing more, and resolves when what is under way is answered. */
  close(): Promise<void>;
}

export function createIntake(): Intake {
  const underWay = new Set<Promise<unknown>>();
  let core: Receive | undefined;
  return {
    async receive(event) {
      if (!core) throw new Error('Nothing is taken now.');
      const taking = core(event);
      underWay.add(taking);
      try {
        return await taking;
      } finally {
        underWay.delete(taking);
      }
    },
    open: (receive) => void (core = receive),
    async close() {
      core = undefined;
      await Promise.allSettled(underWay);
    },
  };
}
