import type { FromClient, ToClient } from '../../../../live/live-protocol.ts';
import { pauseMs } from '../../server/ask.ts';
import { isSignedOut } from '../session/session.ts';

export interface Connection {
  /** Lost while there is no connection. */
  send(sent: FromClient): void;
  /** Begins anew: this one seems to be dead. */
  renew(): void;
  close(): void;
}

interface ConnectionDeps {
  /** Where to connect to, with a pass that is good for this time only. */
  readonly findAddress: () => Promise<string>;
  readonly onNews: (news: ToClient) => void;
  readonly onLost: () => void;
  readonly onSignedOut: () => void;
}

/** A socket that is opened again when it breaks, after growing pauses, until it is closed or nobody is signed in. */
export function openConnection({ findAddress, onNews, onLost, onSignedOut }: ConnectionDeps): Connection {
  let socket: WebSocket | undefined;
  let timer: number | undefined;
  let tries = 0;
  let isOver = false;

  const lose = (): void => {
    if (isOver) return;
    drop();
    onLost();
    timer = window.setTimeout(connect, pauseMs(tries++));
  };

  const connect = (): void => {
    findAddress().then(open, (error: unknown) => (isSignedOut(error) ? onSignedOut() : lose()));
  };

  const open = (address: string): void => {
    if (isOver) return;
    socket = new WebSocket(address);
    socket.onmessage = ({ data }) => {
      const news = JSON.parse(String(data)) as ToClient;
      // A connection that does not get as far as this is none.
      if (news.type === 'recent_messages') tries = 0;
      onNews(news);
    };
    // Also after an error.
    socket.onclose = lose;
  };

  /** Nothing more is heard from it, however long it takes to close. */
  const drop = (): void => {
    if (!socket) return;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
    socket = undefined;
  };

  connect();
  return {
    send(sent) {
      if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(sent));
    },
    renew() {
      if (socket) lose();
    },
    close() {
      isOver = true;
      clearTimeout(timer);
      drop();
    },
  };
}
