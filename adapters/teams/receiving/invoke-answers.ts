import type { Answer } from '../../../src/chat/inbound-event.ts';
import type { TeamsActivity } from '../activity.ts';
import type { Forms } from '../forms/forms.ts';
import { sentForm } from '../reading/read-submission.ts';
import { ADAPTIVE_CARD } from '../rendering/adaptive-card.ts';
import { renderCardOf } from '../rendering/render-message.ts';

const MESSAGE = 'application/vnd.microsoft.activity.message';

/** What the response to a click shows: words to the one who clicked, or the card as it is from now on. */
export function clickAnswer(answer: Answer): object {
  if (answer.kind === 'say-privately') return { statusCode: 200, type: MESSAGE, value: answer.text };
  if (answer.kind === 'show' && answer.message.content.kind === 'card') {
    return { statusCode: 200, type: ADAPTIVE_CARD, value: renderCardOf(answer.message.content, answer.message) };
  }
  // A form opens only where the card said before the click that there is one: then it is no such click.
  if (answer.kind === 'open-form') return { statusCode: 200, type: MESSAGE, value: OUTDATED };
  return { statusCode: 200, type: MESSAGE, value: '' };
}

const OUTDATED = 'This button belongs to another version of Switchboard, so nothing was changed.';

/** Nothing was done, or nothing is certain. */
export const tryAgain = (): object => ({
  statusCode: 500,
  type: 'application/vnd.microsoft.error',
  value: { code: 'TryAgain', message: TRY_AGAIN },
});

const TRY_AGAIN = 'Switchboard could not do this just now. Nothing was lost: please try again.';

/** What a dialog shows that somebody has asked for: the form, or why there is none. */
export function dialogAnswer(answer: Answer, _: TeamsActivity, forms: Forms): object {
  if (answer.kind === 'open-form') return forms.open(answer.form);
  return inDialog(answer.kind === 'say-privately' ? answer.text : NOTHING_TO_FILL_IN);
}

/** Of another tenant, or from a card of another version. */
const NOTHING_TO_FILL_IN = 'This cannot be filled in from here. Nothing was changed.';

/** What a dialog shows when its form was sent: what is wrong in it, or words. It is closed by what says neither. */
export function formAnswer(answer: Answer, activity: TeamsActivity, forms: Forms): object {
  const sent = sentForm(activity, forms);
  if (!sent) return inDialog(OUTDATED_FORM);
  if (answer.kind === 'form-errors') return forms.again(sent, answer.errors);
  return answer.kind === 'say-privately' ? inDialog(answer.text) : {};
}

const OUTDATED_FORM = 'This form cannot be read any more, so nothing was changed. Please open it again.';

export const tryLater = (): object => inDialog(TRY_AGAIN);

/** What was written in the form stays in it. */
export function tryFormAgain(activity: TeamsActivity, forms: Forms): object {
  const sent = sentForm(activity, forms);
  return sent ? forms.again(sent, { '': TRY_AGAIN }) : inDialog(OUTDATED_FORM);
}

const inDialog = (text: string): object => ({ task: { type: 'message', value: text } });
