import type { IncomingMessage } from 'node:http';
import { forbidden } from '../../../src/errors.ts';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * The sandbox lets whoever reaches it be everybody. So it answers only to this machine's own names (a page elsewhere
 * whose name was made to point here brings its own), and changes something only for its own page.
 * @throws AppError 403
 */
export function checkIsLocal(request: IncomingMessage, changesSomething: boolean): void {
  const { host, origin } = request.headers;
  const url = host !== undefined && URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : undefined;
  const port = Number(url?.port === '' ? 80 : url?.port);
  if (!url || !LOOPBACK.has(url.hostname) || port !== request.socket.localPort) {
    throw forbidden('The sandbox answers only at its own address on this machine.');
  }
  if (origin === undefined && !changesSomething) return;
  if (origin !== `http://${host ?? ''}`) throw forbidden('The sandbox takes this only from its own page.');
}
