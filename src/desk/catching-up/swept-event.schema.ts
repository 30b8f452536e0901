import type { PastEvent } from '../../chat/channel-history.ts';
import { positionOf } from '../../chat/inbound-event.ts';
import { columns } from '../../storage/columns.ts';
import { table } from '../../storage/table.ts';

/** A message of a ticket that the history did not show. Only a second look tells that it was taken back. */
export interface Missing {
  readonly kind: 'missing';
  readonly messageId: string;
}

/** What was read and is not taken yet: pages come newest first, and are taken oldest first. */
export interface SweptEvent {
  readonly id: number;
  readonly outageId: number;
  readonly sweepId: number;
  readonly eventKey: string;
  /** The message that it is about. */
  readonly messageId: string;
  /** The order in which things happened: microseconds since 1970. */
  readonly position: number;
  readonly event: PastEvent | Missing;
  /** How often it was tried. */
  readonly tries: number;
}

export const SweptEventSchema = table<SweptEvent>({
  name: 'swept_event',
  columns: {
    id: columns.id(),
    outageId: columns.whole(),
    sweepId: columns.whole(),
    eventKey: columns.key(190),
    messageId: columns.key(190),
    position: columns.whole(),
    event: columns.json({ read: asEvent }),
    tries: columns.whole(),
  },
  indices: [
    { name: 'swept_event_key', columns: ['sweepId', 'eventKey'], unique: true },
    { name: 'swept_event_order', columns: ['outageId', 'position', 'id'] },
  ],
});

/** JSON has no dates. */
function asEvent(kept: unknown): SweptEvent['event'] {
  const read = kept as SweptEvent['event'];
  if (read.kind === 'missing') return read;
  const event = withDate(read);
  return event.kind === 'message-edited' ? { ...event, said: withDate(event.said) } : event;
}

const withDate = <Event extends { readonly at: Date }>(event: Event): Event => ({ ...event, at: new Date(event.at) });

/** What was said first comes before what changed it. */
export const orderOf = (event: PastEvent): number =>
  event.kind === 'message-said' ? event.position : Math.max(event.revision, positionOf(event.at));

/** The message that stands there if this is told of it. */
export const messageOf = (event: PastEvent): string =>
  event.kind === 'message-edited' ? event.said.messageId : event.messageId;
