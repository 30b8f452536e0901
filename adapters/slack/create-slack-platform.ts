import type { Receiver } from '@slack/bolt';
import { SocketModeClient } from '@slack/socket-mode';
import type { ChatPlatform, PlatformAbilities, Receive } from '../../src/chat/chat-platform.ts';
import { invalid } from '../../src/errors.ts';
import type { Log } from '../../src/log.ts';
import { createBoltApp } from './bolt-app.ts';
import type { IntakeDeps } from './bolt-intake.ts';
import { createDispatch } from './dispatch-event.ts';
import { textLength } from './escape-text.ts';
import { findDelivered } from './find-delivered.ts';
import { findMessage } from './find-message.ts';
import { findPerson, openDirect } from './find-person.ts';
import { findStanding } from './find-standing.ts';
import { createOpenForm } from './open-form.ts';
import { createKoaReceiver } from './koa-receiver.ts';
import { createLateAnswers } from './late-answers.ts';
import { editMessage, postMessage } from './post-message.ts';
import { react } from './react.ts';
import { removeMessage } from './remove-message.ts';
import { MAX_TEXT_LENGTH } from './render-message.ts';
import { clientOptions, createSlackCall } from './slack-calls.ts';
import { EDITS_PER_SECOND, REQUEST_TIMEOUT_MS, SLACK, type SlackConfig, type SlackDeps } from './slack-config.ts';
import { createWhoAmI } from './slack-identity.ts';
import { createSlackLogger } from './slack-logger.ts';
import { createSocketReceiver } from './socket-receiver.ts';

/**
 * Slack as a chat platform. Events come over HTTP when there is a signing secret, over Socket Mode when there is an app
 * token, and over both when there are both.
 * @throws AppError when events could come no way at all
 */
export function createSlackPlatform(config: SlackConfig, deps: SlackDeps): ChatPlatform {
  const { log, clock } = deps;
  const call = createSlackCall(config, deps);
  const whoAmI = createWhoAmI(call);
  const lateAnswers = createLateAnswers({ whoAmI, log }, config.requestTimeoutMs ?? REQUEST_TIMEOUT_MS);
  let core: Receive = () => Promise.reject(new Error('not started'));

  const { routes, receivers } = createReceivers(config, { ...deps, lateAnswers });
  createBoltApp({
    config,
    log,
    receiver: allOf(receivers),
    dispatch: createDispatch({
      receive: (event) => core(event),
      openForm: createOpenForm(call),
      lateAnswers,
      log,
      clock,
    }),
    // One installation, from the environment: there is nothing to look up, and the listener uses no client of Bolt's.
    authorize: () => Promise.resolve({}),
  });

  return {
    name: SLACK,
    abilities: abilitiesOf(config),
    ...(routes && { routes }),
    start: async (receive) => {
      core = receive;
      await Promise.all(receivers.map((receiver) => receiver.start()));
    },
    stop: async () => {
      await Promise.all(receivers.map((receiver) => receiver.stop()));
      await lateAnswers.settled();
    },
    post: (to, message, deliveryKey) => postMessage(to, message, deliveryKey, { call, whoAmI, log }),
    edit: (target, message) => editMessage(target, message, { call, whoAmI, log }),
    remove: (target) => removeMessage(target, call),
    react: (target, emoji, isOn) => react(target, emoji, isOn, call),
    findDelivered: (to, deliveryKey, since) => findDelivered(to, deliveryKey, since, { call, whoAmI }),
    findMessage: (message) => findMessage(message, { call, whoAmI }),
    findPerson: (person) => findPerson(person, call),
    findStanding: (person) => findStanding(person, { call, whoAmI }),
    openDirect: (person) => openDirect(person, call),
  };
}

const abilitiesOf = ({
  postsPerSecond = 1,
  editsPerSecond = EDITS_PER_SECOND,
  requestTimeoutMs = REQUEST_TIMEOUT_MS,
}: SlackConfig): PlatformAbilities => ({
  keepsHistory: true,
  readsBack: true,
  showsAuthor: true,
  maxTextLength: MAX_TEXT_LENGTH,
  textLength,
  postsPerSecond,
  editsPerSecond,
  requestTimeoutMs,
});

function createReceivers(config: SlackConfig, deps: SlackDeps & IntakeDeps) {
  const { signingSecret, appToken } = config;
  if (!signingSecret && !appToken) {
    throw invalid('Slack has no way to send us events: set SLACK_SIGNING_SECRET, or SLACK_APP_TOKEN for Socket Mode.');
  }
  const koa = signingSecret ? createKoaReceiver(signingSecret, deps) : undefined;
  const socket = appToken ? createSocketReceiver(createSocketClient(appToken, config, deps.log), deps) : undefined;
  return { routes: koa?.routes, receivers: [koa, socket].filter((receiver) => receiver !== undefined) };
}

const createSocketClient = (appToken: string, config: SlackConfig, log: Log): SocketModeClient =>
  new SocketModeClient({
    appToken,
    clientOptions: clientOptions(config),
    autoReconnectEnabled: false,
    logger: createSlackLogger(log),
  });

/** Bolt knows one receiver; `start` and `stop` are ours to call. */
const allOf = (receivers: readonly Receiver[]): Receiver => ({
  init: (app) => receivers.forEach((receiver) => receiver.init(app)),
  start: () => Promise.resolve(),
  stop: () => Promise.resolve(),
});
