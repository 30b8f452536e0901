/** Tells others that somebody writes, and that they stopped; takes each draft as it is written, '' when it is over. */
export type TypingSignal = (draft: string) => void;

/** Said again while it goes on, in ms. */
const AGAIN_AFTER_MS = 3_000;

export function createTypingSignal(tell: (isTyping: boolean) => void): TypingSignal {
  let toldAt: number | null = null;
  return (draft) => {
    if (draft.trim() === '') {
      if (toldAt !== null) tell(false);
      toldAt = null;
      return;
    }
    if (toldAt !== null && Date.now() - toldAt < AGAIN_AFTER_MS) return;
    toldAt = Date.now();
    tell(true);
  };
}
