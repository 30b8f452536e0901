import { randomUUID } from 'node:crypto';
import type { WebSocket } from 'ws';
import type { LiveChat } from '../../../src/chat/live-chat.ts';
import { isOwnOrigin } from '../../../src/chat/own-origin.ts';
import type { Log } from '../../../src/log.ts';
import { urlOf } from '../sockets/open-doors.ts';
import type { SocketDoor } from '../web-surface.ts';
import { BAD_TOKEN, NO_TOKEN } from './live-protocol.ts';
import type { LiveRooms } from './live-rooms.ts';
import { LiveVisit } from './live-visit.ts';

export interface LiveDoorDeps {
  readonly chat: LiveChat;
  readonly rooms: LiveRooms;
  readonly log: Log;
  /** The pages' own address: a page of anybody else may not open a socket here. */
  readonly publicUrl: string;
}

/** Live chat about tickets: `/ws/chat?token=…&ticketId=…`, one socket for each page. */
export function createLiveDoor({ chat, rooms, log, publicUrl }: LiveDoorDeps): SocketDoor {
  return {
    path: '/ws/chat',
    admits: ({ headers }) => isOwnOrigin(headers, publicUrl),
    async take(socket: WebSocket, request) {
      const query = urlOf(request).searchParams;
      const token = query.get('token');
      if (!token) {
        socket.close(NO_TOKEN, 'Sign in first: the token is missing.');
        return;
      }
      // What it sends before it is known who it is waits.
      socket.pause();
      const chatter = await chat.admit(token).finally(() => socket.resume());
      if (!chatter) {
        socket.close(BAD_TOKEN, 'This token is not valid any more: get a new one.');
        return;
      }
      const visit = new LiveVisit(chat, rooms, chatter, socket, log);
      const ticketId = query.get('ticketId');
      await visit.begin(randomUUID(), ticketId === null ? null : Number(ticketId), numberIn(query.get('after')));
    },
  };
}

const numberIn = (text: string | null): number => (text === null || text === '' ? NaN : Number(text));
