import type { LivePerson, LiveRoom } from '../../../src/chat/live-chat.ts';
import type { ToClient } from './live-protocol.ts';

type People = ReadonlyMap<string, LivePerson>;

/** What a page has been told about the others in its room. */
export interface SeenPeople {
  present: People;
  typing: People;
}

export const NOBODY: SeenPeople = { present: new Map(), typing: new Map() };

/** Tells a page who came, who left, who began to write and who stopped since it was told last. */
export function tellPeople(seen: SeenPeople, ownId: string, room: LiveRoom, send: (news: ToClient) => void): void {
  const present = othersThan(ownId, room.present);
  const typing = othersThan(ownId, room.typing);
  for (const { userId, userType, name } of missingIn(seen.present, present)) {
    send({ type: 'user_joined', userId, userType, userName: name });
  }
  for (const { userId, userType, name } of missingIn(seen.typing, typing)) {
    send({ type: 'typing_indicator', userId, userType, userName: name, isTyping: true });
  }
  for (const { userId, userType, name } of missingIn(typing, seen.typing)) {
    send({ type: 'typing_indicator', userId, userType, userName: name, isTyping: false });
  }
  for (const { userId, userType } of missingIn(present, seen.present)) send({ type: 'user_left', userId, userType });
  seen.present = present;
  seen.typing = typing;
}

const othersThan = (ownId: string, people: readonly LivePerson[]): People =>
  new Map(people.filter(({ userId }) => userId !== ownId).map((person) => [person.userId, person]));

const missingIn = (known: People, people: People): LivePerson[] =>
  [...people.values()].filter(({ userId }) => !known.has(userId));
