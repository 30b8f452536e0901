import type { FormErrors } from '../../../src/chat/form.ts';
import type { Inline } from '../../../src/chat/rich-text.ts';
import { escapeText, wellFormed } from '../text/escape-text.ts';
import { plainText } from '../text/plain-text.ts';
import { richTextBlock } from '../text/render-rich-text.ts';

const TITLE = 'Switchboard';
const WORDS_LENGTH = 3_000;

/**
 * Only the person who acted sees it (docs.slack.dev/interactivity/implementing-slash-commands#responding). The blocks show
 * it literally, names with an asterisk in them, too; only our own commands are set as code.
 */
export const privately = (text: string) =>
  ({
    response_type: 'ephemeral',
    text: escapeText(wellFormed(text)),
    blocks: [richTextBlock([{ type: 'paragraph', children: withCommands(text) }])],
  }) as const;

const COMMAND = /`(\/[^`\n]+)`/;

/** Every second part is what stood in backticks. */
const withCommands = (text: string): Inline[] =>
  text
    .split(COMMAND)
    .map((value, index): Inline => (index % 2 === 1 ? { type: 'inlineCode', value } : { type: 'text', value }));

/** Slack sends no command and no click twice, so that the person has to. */
export const TRY_AGAIN = 'Switchboard could not do this just now. Nothing was lost: please try again.';

/** The form stays open, with the errors at their inputs (docs.slack.dev/surfaces/modals#displaying_errors). */
export const errorsAt = (errors: FormErrors) => ({ response_action: 'errors', errors }) as const;

/** A modal of words alone. */
export const notice = (text: string) =>
  ({
    type: 'modal',
    title: plainText(TITLE, TITLE.length),
    close: plainText('Close', 5),
    blocks: [{ type: 'section', text: plainText(text, WORDS_LENGTH) }],
  }) as const;

/** In the place of the form stand some words (docs.slack.dev/surfaces/modals#updating_views). */
export const insteadOfForm = (text: string) => ({ response_action: 'update', view: notice(text) }) as const;
