import type { Log } from '../../src/log.ts';
import { REQUEST_TIMEOUT_MS } from './slack-config.ts';
import { escapeText } from './escape-text.ts';

/** Only the person who acted sees it (docs.slack.dev/interactivity/implementing-slash-commands#responding). */
export const privately = (text: string) => ({ response_type: 'ephemeral', text: escapeText(text) }) as const;

/** Slack sends no command and no click twice, so that the person has to. */
export const TRY_AGAIN = privately('Switchboard could not do this just now. Nothing was lost: please try again.');

/**
 * A click's own response shows no text; its `response_url` does (docs.slack.dev/interactivity/handling-user-interaction).
 * Never rejects: it is the last thing that can be said.
 */
export async function sayTryAgain(body: Readonly<Record<string, unknown>>, log: Log): Promise<void> {
  const url = body['response_url'];
  if (typeof url !== 'string' || !URL.canParse(url)) return;
  try {
    await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...TRY_AGAIN, replace_original: false }),
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
  } catch {
    log.warn('could not tell a person in Slack to try again');
  }
}
