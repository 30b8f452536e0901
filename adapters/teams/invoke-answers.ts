import type { Answer } from '../../src/chat/inbound-event.ts';
import { ADAPTIVE_CARD } from './render-message.ts';
import { renderCardOf } from './render-message.ts';

const MESSAGE = 'application/vnd.microsoft.activity.message';

/** What the response to a click shows: words to the one who clicked, or the card as it is from now on. */
export function clickAnswer(answer: Answer): object {
  if (answer.kind === 'say-privately') return { statusCode: 200, type: MESSAGE, value: answer.text };
  if (answer.kind === 'show' && answer.message.content.kind === 'card') {
    return { statusCode: 200, type: ADAPTIVE_CARD, value: renderCardOf(answer.message.content, answer.message.saidAt) };
  }
  // Forms are a task module's, which our app does not open yet.
  if (answer.kind === 'open-form') return { statusCode: 200, type: MESSAGE, value: NO_FORMS };
  return { statusCode: 200, type: MESSAGE, value: '' };
}

export const NO_FORMS = 'This cannot be filled in from Teams. Nothing was changed.';

/** Nothing was done, or nothing is certain. */
export const tryAgain = (): object => ({
  statusCode: 500,
  type: 'application/vnd.microsoft.error',
  value: { code: 'TryAgain', message: 'That did not work just now, and nothing was lost. Please try again.' },
});
