import { randomUUID } from 'node:crypto';
import { now } from '../time.ts';
import { ApiError } from '../web-api/api-error.ts';

/** docs.slack.dev/interactivity/handling-user-interaction#modal_responses */
const LIFE_MS = 3_000;

interface Trigger {
  readonly user: string;
  readonly at: number;
  isUsed: boolean;
}

/** What a person has just done lets the app open one view for them, within three seconds. */
export class Triggers {
  readonly #issued = new Map<string, Trigger>();

  /** @param again of something that was done before, and now comes once more */
  issue(user: string, again?: string): string {
    const id = again ?? randomUUID();
    if (!this.#issued.has(id)) this.#issued.set(id, { user, at: now(), isUsed: false });
    return id;
  }

  /** Uses it up. @returns who did something. @throws ApiError */
  exchange(id: string): string {
    const trigger = this.#issued.get(id);
    if (!trigger) throw new ApiError('invalid_trigger_id');
    if (now() - trigger.at > LIFE_MS) throw new ApiError('expired_trigger_id');
    if (trigger.isUsed) throw new ApiError('exchanged_trigger_id');
    trigger.isUsed = true;
    return trigger.user;
  }
}
