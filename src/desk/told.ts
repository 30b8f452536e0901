import type { Answer } from '../chat/inbound-event.ts';
import { AppError } from '../errors.ts';

/** What became of an event, and what the person who caused it sees. */
export interface Told {
  /** `ignored`: nothing here is connected to it. */
  readonly effect: 'taken' | 'duplicate' | 'ignored';
  readonly answer: Answer;
}

/**
 * What a person is told whose wish was refused. It is thrown before anything is written, or takes what was written back
 * with it. Rejects with whatever is no refusal.
 */
export function tellRefusal(error: unknown): Extract<Answer, { kind: 'say-privately' }> {
  if (error instanceof AppError) return { kind: 'say-privately', text: error.message };
  throw error;
}
