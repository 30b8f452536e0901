/** What the server refused, in its own words. */
export class AskError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** A server that neither answers nor hangs up is asked again after this, in ms. */
export const ANSWER_WITHIN_MS = 10_000;

/** @throws AskError what the server says; TypeError or DOMException when it does not answer */
export async function ask(path: string, body?: object): Promise<unknown> {
  const sent = body && { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(path, { ...sent, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) throw new AskError(response.status, messageIn(answer) ?? `The server answered ${response.status}.`);
  return answer;
}

function messageIn(answer: unknown): string | null {
  if (typeof answer !== 'object' || answer === null || !('message' in answer)) return null;
  return typeof answer.message === 'string' ? answer.message : null;
}

const FIRST_PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 4_000;

/** Growing pauses between tries. */
export const pauseMs = (tries: number): number => Math.min(FIRST_PAUSE_MS * 2 ** tries, LONGEST_PAUSE_MS);

/** Whether it may go better another time: not when the server has understood and refused. */
export const isWorthAnotherTry = (error: unknown): boolean => !(error instanceof AskError) || error.status >= 500;
