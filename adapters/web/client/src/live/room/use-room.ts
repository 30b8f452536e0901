import { useEffect, useState, useSyncExternalStore } from 'react';
import type { RoomState } from './room-state.ts';
import { createRoom, type Room, type RoomDeps } from './room.ts';

/** A room that is entered while its component is shown; another room needs another component. */
export function useRoom(deps: RoomDeps): { readonly room: Room; readonly state: RoomState } {
  const [room] = useState(() => createRoom(deps));
  useEffect(() => room.enter(), [room]);
  return { room, state: useSyncExternalStore(room.subscribe, room.read) };
}
