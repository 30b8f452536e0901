import type { Address } from '../chat/address.ts';
import type { Clock } from '../clock.ts';
import type { Unit } from '../storage/unit.ts';
import type { Message } from './message.ts';
import type { EmojiReaction } from './reaction.schema.ts';
import type { Ticket } from './ticket.ts';

/** Everything that happens to a ticket, for the rooms below. */
export type TicketEvent =
  | {
      readonly kind: 'opened';
      readonly ticket: Ticket;
      /** The thread in which the merchant asked; null when the ticket did not come from a chat. */
      readonly askedIn: Address | null;
    }
  | {
      readonly kind: 'message-said';
      readonly ticket: Ticket;
      readonly message: Message;
      /** It stands in the thread of a ticket that was merged into this one: those in this one's have not seen it. */
      readonly isElsewhere: boolean;
    }
  | {
      /** It was edited, hidden, deleted or brought back. */
      readonly kind: 'message-changed';
      readonly ticket: Ticket;
      readonly message: Message;
      readonly before: Message;
    }
  | {
      /** Somebody put an emoji on a message, or took it off. */
      readonly kind: 'reaction-changed';
      readonly ticket: Ticket;
      readonly message: Message;
      readonly reaction: EmojiReaction;
    }
  | { readonly kind: 'status-changed'; readonly ticket: Ticket; readonly from: Ticket['status'] }
  | { readonly kind: 'assignee-changed'; readonly ticket: Ticket; readonly from: number | null }
  | { readonly kind: 'details-changed'; readonly ticket: Ticket }
  | { readonly kind: 'merged'; readonly ticket: Ticket; readonly into: Ticket }
  /** The agents' side talks elsewhere now, and the thread there stands. */
  | { readonly kind: 'thread-moved'; readonly ticket: Ticket }
  | {
      /** How the search for an agent stands. */
      readonly kind: 'waiting-changed';
      readonly ticket: Ticket;
      /** Tells one time of waiting from a later one of the same ticket. */
      readonly waitId: number;
      /**
       * - `asking`: an agent is asked
       * - `queued`: everybody was asked, or nobody could be
       * - `moved`: its place in the queue may be another
       * - `over`: it has an agent, or needs none any more
       */
      readonly now: 'asking' | 'queued' | 'moved' | 'over';
    };

/** Runs in the unit of work in which the event happened: writes rows and enqueues jobs, nothing else. */
export type Reaction = (unit: Unit, event: TicketEvent) => Promise<void>;

/** What every use case of this room is given. */
export interface TicketDeps {
  readonly clock: Clock;
  /** Tells the rooms below, in order, in the same unit of work. */
  readonly record: Reaction;
}

export function createRecord(reactions: readonly Reaction[]): Reaction {
  return async (unit, event) => {
    for (const react of reactions) await react(unit, event);
  };
}
