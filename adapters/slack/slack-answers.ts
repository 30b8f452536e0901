import type { FormErrors } from '../../src/chat/form.ts';
import { escapeText, wellFormed } from './escape-text.ts';
import { plainText } from './plain-text.ts';

const TITLE = 'Switchboard';
const WORDS_LENGTH = 3_000;

/** Only the person who acted sees it (docs.slack.dev/interactivity/implementing-slash-commands#responding). */
export const privately = (text: string) =>
  ({ response_type: 'ephemeral', text: escapeText(wellFormed(text)) }) as const;

/** Slack sends no command and no click twice, so that the person has to. */
export const TRY_AGAIN = 'Switchboard could not do this just now. Nothing was lost: please try again.';

/** The form stays open, with the errors at their inputs (docs.slack.dev/surfaces/modals#displaying_errors). */
export const errorsAt = (errors: FormErrors) => ({ response_action: 'errors', errors }) as const;

/** In the place of the form stand some words (docs.slack.dev/surfaces/modals#updating_views). */
export const insteadOfForm = (text: string) =>
  ({
    response_action: 'update',
    view: {
      type: 'modal',
      title: plainText(TITLE, TITLE.length),
      close: plainText('Close', 5),
      blocks: [{ type: 'section', text: plainText(text, WORDS_LENGTH) }],
    },
  }) as const;
