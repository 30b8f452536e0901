import { escapeText, wellFormed } from './escape-text.ts';

/** Only the person who acted sees it (docs.slack.dev/interactivity/implementing-slash-commands#responding). */
export const privately = (text: string) =>
  ({ response_type: 'ephemeral', text: escapeText(wellFormed(text)) }) as const;

export type SlackAnswer = ReturnType<typeof privately>;

/** Slack sends no command and no click twice, so that the person has to. */
export const TRY_AGAIN = 'Switchboard could not do this just now. Nothing was lost: please try again.';
