import { messageOf } from '../../src/errors.ts';
import type { Log } from '../../src/log.ts';

export interface Lookout {
  /** Looks by the clock from now on; once more changes nothing. */
  begin(): void;
  end(): void;
  /** Looks now, or once more after the look that is under way. */
  wake(): void;
}

/**
 * Looks again and again for what has changed, one look at a time: by the clock, because other replicas change things,
 * too, and when it is woken. A look that fails is followed by the next; the log says so once.
 * @param what it cannot do when it fails
 */
export function createLookout(log: Log, what: string, everyMs: number, look: () => Promise<void>): Lookout {
  let timer: NodeJS.Timeout | undefined;
  let isLooking = false;
  let isAskedFor = false;
  let isFailing = false;

  const tryToLook = async (): Promise<void> => {
    try {
      await look();
      isFailing = false;
    } catch (error) {
      if (!isFailing) log.warn({ err: messageOf(error) }, `${what}; trying again`);
      isFailing = true;
    }
  };

  const lookUntilDone = async (): Promise<void> => {
    while (isAskedFor) {
      isAskedFor = false;
      await tryToLook();
    }
    // In the same breath as the last question: whoever asks after it begins anew.
    isLooking = false;
  };

  const wake = (): void => {
    isAskedFor = true;
    if (isLooking) return;
    isLooking = true;
    void lookUntilDone();
  };

  return {
    begin: () => void (timer ??= setInterval(wake, everyMs)),
    end() {
      clearInterval(timer);
      timer = undefined;
    },
    wake,
  };
}
