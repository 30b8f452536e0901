import { App, LogLevel, type Authorize, type Receiver } from '@slack/bolt';
import type { Log } from '../../../src/log.ts';
import type { Dispatch } from './dispatch-event.ts';
import { clientOptions, type ClientConfig } from '../calls/slack-calls.ts';
import { createSlackLogger } from '../slack-logger.ts';

export interface BoltParts {
  readonly config: ClientConfig;
  readonly log: Log;
  readonly receiver: Receiver;
  readonly dispatch: Dispatch;
  /** Finds the installation that an event belongs to. Rejecting means "send it again", never "not for us". */
  readonly authorize: Authorize<boolean>;
}

/**
 * Bolt between a receiver and our one listener. Everything that it does on its own is off: it would keep conversations
 * in memory, call auth.test at start, and drop our own posts, which are the receipts of deliveries.
 */
export function createBoltApp({ config, log, receiver, dispatch, authorize }: BoltParts): App {
  const app = new App({
    receiver,
    authorize,
    logger: createSlackLogger(log),
    logLevel: LogLevel.WARN,
    clientOptions: clientOptions(config),
    processBeforeResponse: true,
    convoStore: false,
    ignoreSelf: false,
  });
  app.use(dispatch);
  // Without this a failed listener or authorize would resolve, and be acknowledged (FACTS).
  app.error((error) => Promise.reject(error));
  return app;
}
