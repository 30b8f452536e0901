import type { MessageQuery, ShownMessage } from '../slack-stand-in/protocol.ts';
import type { Channel } from '../slack-stand-in/world-types.ts';
import type { Scene } from './scene.ts';
import { fieldOf } from './stories.ts';

/** What the desk reads about tickets without an agent. */
export class DeskView {
  constructor(
    private readonly scene: Scene,
    private readonly desk: Channel,
  ) {}

  /** What the desk was told of a ticket that waits, beside its card: one for each time of waiting. */
  notes(ticketId: number): Promise<readonly ShownMessage[]> {
    return this.scene.slack.posts(this.#noteOn(ticketId));
  }

  untilNoted(ticketId: number): Promise<readonly ShownMessage[]> {
    return this.scene.slack.untilPosted(this.#noteOn(ticketId));
  }

  #noteOn(ticketId: number): MessageQuery {
    return { channel: this.desk.id, containing: `SB-${1000 + ticketId} from` };
  }

  async cards(...ticketIds: readonly number[]): Promise<ShownMessage[]> {
    const roots = await this.scene.slack.posts({ channel: this.desk.id, threadTs: null });
    return ticketIds.map((id) => roots.find(({ shown }) => shown.startsWith(`SB-${1000 + id} ·`))!);
  }

  /** The places in the queue that the cards show; null where none is shown. */
  async places(...ticketIds: readonly number[]): Promise<(string | null)[]> {
    const cards = await this.cards(...ticketIds);
    return cards.map((card) => fieldOf(card, 'Place in the queue') ?? null);
  }

  /** How often each of these posts was edited until now. */
  async edits(posts: readonly ShownMessage[]): Promise<number[]> {
    const edited = await this.scene.slack.accepted({ method: 'chat.update', channel: this.desk.id });
    return posts.map((post) => edited.filter(({ ts }) => ts === post.ts).length);
  }
}
