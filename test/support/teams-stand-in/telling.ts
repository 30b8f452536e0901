import { setTimeout as delay } from 'node:timers/promises';
import { waitFor } from '../wait-for.ts';
import type { TeamsStandIn } from './start-teams-stand-in.ts';

/** Milliseconds. Teams sends again what was answered with 502 to 504 or not at all, later than tests can wait. */
const RETRY_DELAYS_MS = [50, 200, 500, 1_000, 2_000, 4_000, 8_000];

/** An activity as it was sent, with its token: the same once more is a replay. */
export interface Sent {
  readonly activity: Readonly<Record<string, unknown>>;
  readonly authorization: string;
}

/** Takes what happens in Teams to the replicas of the product, which take turns, until one of them has taken it. */
export class Telling {
  #urls: readonly string[] = [];
  #next = 0;
  #underWay = 0;
  readonly #lost: string[] = [];
  readonly #queues = new Map<string, Promise<unknown>>();

  constructor(private readonly teams: TeamsStandIn) {}

  setUrls(urls: readonly string[]): void {
    this.#urls = urls;
  }

  /** On its way when this returns; what is of one conversation is sent one after another, as far as all goes well. */
  begin(activity: Sent['activity']): Sent {
    const sent = { activity, authorization: `Bearer ${this.teams.token()}` };
    const { id } = activity['conversation'] as { readonly id: string };
    const before = this.#queues.get(id) ?? Promise.resolve();
    this.#underWay += 1;
    const first = before.then(() => this.#try(sent));
    this.#queues.set(id, first);
    void first.then((isTaken) => (isTaken ? undefined : this.#again(sent))).finally(() => (this.#underWay -= 1));
    return sent;
  }

  /** Sends it once, and resolves to the answer. */
  once({ activity, authorization }: Sent): Promise<{ readonly status: number; readonly text: string }> {
    const url = this.#urls[this.#next++ % this.#urls.length] ?? '';
    return this.teams.tell(activity, authorization, url);
  }

  /** Waits until all is answered; throws when the product has refused something, or is not there. */
  async quiet(timeoutMs = 20_000): Promise<void> {
    await waitFor(() => this.#underWay === 0, { what: 'all that Teams tells to be answered', timeoutMs });
    const lost = this.#lost.splice(0);
    if (lost.length > 0) throw new Error(`Not taken:\n${lost.join('\n')}`);
  }

  async #again(sent: Sent): Promise<void> {
    for (const ms of RETRY_DELAYS_MS) {
      await delay(ms);
      if (await this.#try(sent)) return;
    }
    this.#lost.push(JSON.stringify(sent.activity));
  }

  /** @returns false if it has to be sent again */
  async #try(sent: Sent): Promise<boolean> {
    const status = await this.once(sent).then(
      (answer) => answer.status,
      () => 503,
    );
    if (status >= 500) return false;
    if (status !== 200) this.#lost.push(`${status} to ${JSON.stringify(sent.activity)}`);
    return true;
  }
}
