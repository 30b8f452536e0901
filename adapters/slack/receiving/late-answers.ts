import type { Answer } from '../../../src/chat/inbound-event.ts';
import { messageOf } from '../../../src/errors.ts';
import { fetchFromSlack } from '../calls/fetch-from-slack.ts';
import { renderWithLinks, type LinkDeps } from '../rendering/render-with-links.ts';
import { privately } from '../rendering/slack-answers.ts';

/**
 * What is shown to a person after their click was acknowledged. The acknowledgement of a click shows nothing; its
 * `response_url` does (docs.slack.dev/interactivity/handling-user-interaction#message_responses).
 */
export interface LateAnswers {
  /** Begins to show it and does not wait. Never throws: what fails is logged, and the post is edited durably as well. */
  readonly give: (payload: Readonly<Record<string, unknown>>, answer: Answer) => void;
  /** Resolves when no answer is under way any more. */
  readonly settled: () => Promise<void>;
}

/** @param timeoutMs after which a request without an answer is given up */
export function createLateAnswers(deps: LinkDeps, timeoutMs: number): LateAnswers {
  const underWay = new Set<Promise<void>>();
  return {
    give: (payload, answer) => {
      const url = payload['response_url'];
      if (!isShown(answer) || typeof url !== 'string') return;
      const showing = show(url, answer, deps, timeoutMs).finally(() => underWay.delete(showing));
      underWay.add(showing);
    },
    settled: async () => {
      await Promise.all(underWay);
    },
  };
}

type Shown = Extract<Answer, { kind: 'show' | 'say-privately' }>;

const isShown = (answer: Answer): answer is Shown => answer.kind === 'show' || answer.kind === 'say-privately';

/** Never rejects. The address is a secret, and so is not in the log: whoever has it can speak as the app. */
async function show(url: string, answer: Shown, deps: LinkDeps, timeoutMs: number): Promise<void> {
  try {
    await send(url, await compose(answer, deps), timeoutMs);
  } catch (error) {
    deps.log.warn(
      { reason: messageOf(error), answer: answer.kind },
      'could not show a person in Slack what came of it',
    );
  }
}

const compose = async (answer: Shown, deps: LinkDeps): Promise<object> =>
  answer.kind === 'show'
    ? { replace_original: true, ...(await renderWithLinks(answer.message, deps)) }
    : { replace_original: false, ...privately(answer.text) };

async function send(url: string, message: object, timeoutMs: number): Promise<void> {
  const response = await fetchFromSlack(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(message),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const code = /"error":\s*"([a-z_]{1,80})"/.exec(await response.text())?.[1];
  if (!response.ok || code !== undefined) throw new Error(`Slack answered ${response.status} ${code ?? ''}`.trim());
}
