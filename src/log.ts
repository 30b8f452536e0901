import { pino, type DestinationStream, type Logger } from 'pino';

export type Log = Logger;

/** Never written, wherever they stand in an object that is logged: secrets, and what people said. */
const SECRET_PATHS = ['token', 'authorization', 'password', 'secret', 'text', 'body', 'headers'];

/**
 * @param level pino's level: `trace` … `fatal`, or `silent`
 */
export function createLog(level: string, destination?: DestinationStream): Log {
  const redact = { paths: SECRET_PATHS.flatMap((path) => [path, `*.${path}`, `*.*.${path}`]), censor: '[hidden]' };
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact,
    serializers: { err: plainError },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** A database error carries its statement's parameters, which are what people wrote: only these three are logged. */
function plainError(error: unknown) {
  if (!(error instanceof Error)) return error;
  return { type: error.name, message: error.message, stack: error.stack };
}
