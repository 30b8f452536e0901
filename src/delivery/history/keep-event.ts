import type {
  MessageDeleted,
  MessageEdited,
  MessageSaid,
  ReactionAdded,
  ReactionRemoved,
} from '../../chat/inbound-event.ts';
import type { Clock } from '../../clock.ts';
import type { Unit } from '../../storage/unit.ts';
import { changeEntry, keepSaid, reactToEntry, removeEntry } from './keep-entry.ts';

/** What people say and do. */
export type Happened = MessageSaid | MessageEdited | MessageDeleted | ReactionAdded | ReactionRemoved;

/** Keeps what a person did in a channel whose platform remembers nothing itself. */
export async function keepInHistory(clock: Clock, unit: Unit, event: Happened): Promise<void> {
  switch (event.kind) {
    case 'message-said':
      return keepSaid(unit, event);
    case 'message-edited':
      await changeEntry(unit, event.said, { kind: 'text', text: event.said.text });
      return;
    case 'message-deleted':
      await removeEntry(clock, unit, event);
      return;
    case 'reaction-added':
    case 'reaction-removed':
      await reactToEntry(unit, event, event.emoji, event.userId, event.kind === 'reaction-added');
  }
}
