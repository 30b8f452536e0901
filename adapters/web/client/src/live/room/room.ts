import type { ChangeFrame, FromClient, ToClient } from '../../../../live/live-protocol.ts';
import { ANSWER_WITHIN_MS, ask } from '../../server/ask.ts';
import { createTypists, type Typists } from '../../typing/typists.ts';
import { newChange, type Change } from './change.ts';
import { openConnection, type Connection } from './connection.ts';
import { HERE, hearTyping } from './hear-typing.ts';
import { messagesIn, without, withNews, type RoomState } from './room-state.ts';
import { keepUnsent, readUnsent, type Unsent } from './unsent.ts';

export interface Room {
  readonly subscribe: (listener: () => void) => () => void;
  readonly read: () => RoomState;
  /** @returns leaves it */
  enter(): () => void;
  say(content: string): void;
  sayAgain(refused: Unsent): void;
  discard(clientId: string): void;
  /** Edits, deletes or reacts. It is sent until the server has it; what it changes comes as news. */
  change(frame: ChangeFrame): void;
  tellTyping(isTyping: boolean): void;
  askForAll(): void;
  readonly typists: Typists;
}

export interface RoomDeps {
  readonly ticketId: number;
  readonly storage: Storage;
  /** The name of what is unsent, in the storage. */
  readonly keptAs: string;
  readonly onMessage: () => void;
  readonly onSignedOut: () => void;
}

/** A ticket's conversation as it goes on. What is written into it is sent until it comes back with a number. */
export function createRoom({ ticketId, storage, keptAs, onMessage, onSignedOut }: RoomDeps): Room {
  const listeners = new Set<() => void>();
  // The server tells for certain who has stopped.
  const typists = createTypists();
  const unsent = readUnsent(storage, keptAs);
  let state: RoomState = {
    status: 'connecting',
    me: null,
    messages: [],
    version: 0,
    unsent,
    changes: [],
    here: [],
    isWhole: false,
  };
  let connection: Connection | undefined;

  const change = (changed: Partial<RoomState>): void => {
    state = { ...state, ...changed };
    if (changed.unsent) keepUnsent(storage, keptAs, changed.unsent);
    for (const listener of listeners) listener();
  };

  const findAddress = async (): Promise<string> => {
    const { pass } = (await ask('/session/pass', {})) as { readonly pass: string };
    const query = new URLSearchParams({ token: pass, ticketId: String(ticketId) });
    if (state.version > 0) query.set('after', String(state.version));
    return `${location.origin.replace(/^http/, 'ws')}/ws/chat?${query}`;
  };

  const isWaiting = ({ clientId }: Unsent | Change): boolean =>
    [...state.unsent, ...state.changes].some((one) => one.clientId === clientId && one.reason === null);

  const send = (one: Unsent | Change): void => {
    if (state.status !== 'live') return;
    const sentOver = connection;
    connection?.send(frameOf(one));
    // A connection that takes everything and brings nothing is dead, though nobody has said so.
    setTimeout(() => isWaiting(one) && sentOver?.renew(), ANSWER_WITHIN_MS);
  };

  const hear = (news: ToClient): void => {
    change(withNews(state, news));
    hearTyping(typists, news);
    if (news.type === 'recent_messages') [...state.unsent, ...state.changes].filter(isWaiting).forEach(send);
    if (news.type === 'error' && news.clientId === undefined) console.error(news.message);
    if (messagesIn(news).length > 0) onMessage();
  };

  const beAlone = (status: RoomState['status']): void => {
    change({ status, here: [] });
    typists.forget(HERE, () => true);
  };

  const add = (one: Unsent): void => {
    change({ unsent: [...without(state.unsent, one.clientId), one] });
    send(one);
  };

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    read: () => state,
    enter() {
      const opened = openConnection({ findAddress, onNews: hear, onLost: () => beAlone('away'), onSignedOut });
      connection = opened;
      return () => {
        opened.close();
        beAlone('connecting');
      };
    },
    say: (content) => add({ clientId: crypto.randomUUID(), content, at: new Date().toISOString(), reason: null }),
    sayAgain: (refused) => add({ ...refused, at: new Date().toISOString(), reason: null }),
    discard: (clientId) =>
      change({ unsent: without(state.unsent, clientId), changes: without(state.changes, clientId) }),
    change(frame) {
      const wanted = newChange(frame);
      change({ changes: [...state.changes, wanted] });
      send(wanted);
    },
    tellTyping(isTyping) {
      if (state.status === 'live') connection?.send({ type: 'typing_indicator', isTyping });
    },
    askForAll() {
      connection?.send({ type: 'join_ticket', ticketId, after: 0 });
      change({ isWhole: true });
    },
    typists,
  };
}

const frameOf = (one: Unsent | Change): FromClient =>
  'frame' in one ? one.frame : { type: 'chat_message', content: one.content, clientId: one.clientId };
