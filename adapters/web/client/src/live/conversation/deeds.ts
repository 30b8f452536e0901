import type { MessageDeeds } from '../../messages/changes/message-tools.tsx';
import type { Room } from '../room/room.ts';

/** What a reader can do with the message of this number; null while it has none. */
export function deedsOn(room: Room, number: number | null): MessageDeeds | null {
  if (number === null) return null;
  return {
    edit: (content) => room.change({ type: 'edit_message', number, content }),
    remove: () => room.change({ type: 'delete_message', number }),
    react: (emoji, isOn) => room.change({ type: 'react', number, emoji, isOn }),
  };
}
