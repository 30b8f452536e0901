import type { Dispatched, EventDispatcher } from '../events/event-dispatcher.ts';
import type { SlackEvent } from '../events/envelope.ts';
import {
  messageChangedEvent,
  messageDeletedEvent,
  messageEvent,
  reactionEvent,
  type EventPlace,
} from '../events/message-events.ts';
import type { EchoMode, ProcessOptions } from '../protocol.ts';
import type { World } from '../world.ts';
import type { Change } from './method.ts';

/** Tells the app of its own posts, edits and removals, as Slack does with everyone's. */
export class Echo {
  #mode: EchoMode;

  constructor(
    private readonly world: World,
    private readonly events: EventDispatcher,
    private readonly options: ProcessOptions,
  ) {
    this.#mode = options.echo;
  }

  setMode(mode: EchoMode): void {
    this.#mode = mode;
  }

  /**
   * Resolves when the call may be answered, in mode 'before' once the app has dealt with the event. What it resolves to
   * is to be called when the answer is out.
   */
  async tell(change: Change): Promise<() => void> {
    const place = this.#place(change);
    const event = this.#compose(change, place);
    if (event === null || this.#mode === 'off') return () => undefined;
    const send = (): Dispatched => this.events.dispatch(event, place.workspace);
    if (this.#mode === 'after') return send;
    await send().first;
    return () => undefined;
  }

  #compose(change: Change, place: EventPlace): SlackEvent | null {
    const { message } = change;
    switch (change.kind) {
      case 'whispered':
        return null;
      case 'posted':
        return messageEvent(message, place, this.world.messagesOf(message.channel).thread(message.threadTs));
      case 'updated':
        return messageChangedEvent(message, change.before, this.world.timestamps.next(), place);
      case 'removed':
        return messageDeletedEvent(message, this.world.timestamps.next(), place);
      case 'reacted': {
        const { botUserId } = place.workspace;
        return reactionEvent(message, botUserId, change.name, change.isOn, this.world.timestamps.next());
      }
    }
  }

  #place({ message }: Change): EventPlace {
    const channel = this.world.channel(message.channel);
    const workspace = this.world.workspace(message.teamId);
    return { channel, workspace, metadata: this.options.metadataInEvents };
  }
}
