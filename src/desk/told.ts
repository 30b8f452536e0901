import type { Answer } from '../chat/inbound-event.ts';

/** What became of an event, and what the person who caused it sees. */
export interface Told {
  /** `ignored`: nothing here is connected to it. */
  readonly effect: 'taken' | 'duplicate' | 'ignored';
  readonly answer: Answer;
}
