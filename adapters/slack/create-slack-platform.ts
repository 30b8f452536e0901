import type { Receiver } from '@slack/bolt';
import { SocketModeClient } from '@slack/socket-mode';
import type { Middleware } from 'koa';
import compose from 'koa-compose';
import type { Address } from '../../src/chat/address.ts';
import type { ChatPlatform, PlatformAbilities, Receive } from '../../src/chat/chat-platform.ts';
import type { WorkspaceLost } from '../../src/chat/inbound-event.ts';
import { invalid } from '../../src/errors.ts';
import type { Log } from '../../src/log.ts';
import { createBoltApp } from './receiving/bolt-app.ts';
import type { IntakeDeps } from './receiving/bolt-intake.ts';
import { createDispatch } from './receiving/dispatch-event.ts';
import { textLength } from './text/escape-text.ts';
import { fetchFile } from './files/fetch-file.ts';
import { findShared } from './files/share-file.ts';
import { uploadFile } from './files/upload-file.ts';
import { findDelivered } from './calls/find-delivered.ts';
import { findMessage } from './calls/find-message.ts';
import { findPerson, openDirect } from './calls/find-person.ts';
import { findStanding } from './calls/find-standing.ts';
import { createInstallRoutes, INSTALL_PATH } from './install/install-routes.ts';
import { keyOf } from './reading/key-of.ts';
import { createKoaReceiver } from './receiving/koa-receiver.ts';
import { createLateAnswers } from './receiving/late-answers.ts';
import { createOpenForm } from './calls/open-form.ts';
import { editMessage, postMessage } from './calls/post-message.ts';
import { readHistory } from './calls/read-history.ts';
import { react } from './calls/react.ts';
import { removeMessage } from './calls/remove-message.ts';
import { showHome } from './calls/show-home.ts';
import { MAX_TEXT_LENGTH } from './rendering/render-message.ts';
import { permalinkOf } from './rendering/render-with-links.ts';
import { clientOptions } from './calls/slack-calls.ts';
import {
  EDITS_PER_SECOND,
  READS_PER_SECOND,
  REQUEST_TIMEOUT_MS,
  SLACK,
  type SlackConfig,
  type SlackDeps,
} from './slack-config.ts';
import { createSlackLogger } from './slack-logger.ts';
import { createSlackWorkspaces, type SlackWorkspaces } from './slack-workspaces.ts';
import { createSocketReceiver } from './receiving/socket-receiver.ts';

/**
 * Slack as a chat platform. Events come over HTTP when there is a signing secret, over Socket Mode when there is an app
 * token, and over both when there are both.
 * @throws AppError when events could come no way at all
 */
export function createSlackPlatform(config: SlackConfig, deps: SlackDeps): ChatPlatform {
  const { log, clock } = deps;
  let core: Receive = () => Promise.reject(new Error('not started'));
  const installations = config.install && deps.installations;
  const onEnded = async (workspaceId: string, serial: number): Promise<void> => {
    await core(workspaceLost(workspaceId, serial, clock.now()));
  };
  const workspaces = createSlackWorkspaces(config, { log, clock, installations, onEnded });
  const at = ({ workspaceId }: Pick<Address, 'workspaceId'>) => ({ ...workspaces.of(workspaceId), log });
  const { whoAmI } = workspaces.home;
  const lateAnswers = createLateAnswers({ whoAmI, log }, config.requestTimeoutMs ?? REQUEST_TIMEOUT_MS);

  const { routes, receivers, isHearing } = createReceivers(config, { ...deps, lateAnswers });
  createBoltApp({
    config,
    log,
    receiver: allOf(receivers),
    dispatch: createDispatch({
      receive: (event) => core(event),
      openForm: createOpenForm((workspaceId) => workspaces.of(workspaceId).call),
      lateAnswers,
      workspaces,
      log,
      clock,
    }),
    // The listener looks up for itself whose event it is, where it must, and uses no client of Bolt's.
    authorize: () => Promise.resolve({}),
  });

  return {
    name: SLACK,
    abilities: abilitiesOf(config),
    ...routesOf(routes, config, { ...deps, installations, workspaces }),
    start: async (receive) => {
      core = receive;
      await Promise.all(receivers.map((receiver) => receiver.start()));
    },
    stop: async () => {
      await Promise.all(receivers.map((receiver) => receiver.stop()));
      await lateAnswers.settled();
    },
    isHearing,
    post: (to, message, deliveryKey) => postMessage(to, message, deliveryKey, at(to)),
    edit: (target, message) => editMessage(target, message, at(target)),
    remove: (target, uploadId) => removeMessage(target, uploadId, at(target).call),
    react: (target, emoji, isOn) => react(target, emoji, isOn, at(target).call),
    findDelivered: (to, deliveryKey, since, uploadId) =>
      uploadId === undefined ? findDelivered(to, deliveryKey, since, at(to)) : findShared(to, uploadId, at(to).call),
    fetchFile: (file) => fetchFile(file, at(file)),
    upload: (to, file, signal) => uploadFile(file, signal, { ...at(to), config }),
    permalink: (message) => permalinkOf(message, at(message)),
    findMessage: (message) => findMessage(message, at(message)),
    readHistory: (channel, wanted, next) => readHistory(channel, wanted, next, { ...at(channel), clock }),
    findPerson: (person) => findPerson(person, at(person).call),
    findStanding: (person) => findStanding(person, workspaces.home),
    ...(config.botToken !== undefined && { isRefused: () => workspaces.isHomeRefused() }),
    openDirect: (person) => openDirect(person, at(person).call),
    showHome: (person, home) => showHome(person, home, at(person)),
  };
}

const workspaceLost = (workspaceId: string, serial: number, at: Date): WorkspaceLost => ({
  kind: 'workspace-lost',
  key: keyOf(SLACK, workspaceId, 'lost', String(serial)),
  platform: SLACK,
  workspaceId,
  serial,
  at,
});

/** Slack's own calls, and the pages by which workspaces join. */
function routesOf(
  events: Middleware | undefined,
  config: SlackConfig,
  { installations, workspaces, log }: SlackDeps & { readonly workspaces: SlackWorkspaces },
): Pick<ChatPlatform, 'routes' | 'installPath'> {
  if (!config.install || !installations) return events ? { routes: events } : {};
  const pages = createInstallRoutes(config.install, config, { installations, workspaces, log });
  return {
    routes: compose(events ? [events, pages] : [pages]),
    installPath: (link) => `${INSTALL_PATH}?link=${encodeURIComponent(link)}`,
  };
}

const abilitiesOf = ({
  postsPerSecond = 1,
  editsPerSecond = EDITS_PER_SECOND,
  readsPerSecond = READS_PER_SECOND,
  requestTimeoutMs = REQUEST_TIMEOUT_MS,
}: SlackConfig): PlatformAbilities => ({
  keepsHistory: true,
  readsBack: true,
  reacts: true,
  files: 'uploaded',
  orderSign: { inChannel: '/', direct: '/' },
  bringIn: 'invite me with `/invite`',
  joiningNeeds: 'SLACK_CLIENT_ID and SLACK_CLIENT_SECRET',
  answersPrivately: true,
  maxTextLength: MAX_TEXT_LENGTH,
  textLength,
  postsPerSecond,
  editsPerSecond,
  readsPerSecond,
  requestTimeoutMs,
});

function createReceivers(config: SlackConfig, deps: SlackDeps & IntakeDeps) {
  const { signingSecret, appToken } = config;
  if (!signingSecret && !appToken) {
    throw invalid('Slack has no way to send us events: set SLACK_SIGNING_SECRET, or SLACK_APP_TOKEN for Socket Mode.');
  }
  const koa = signingSecret ? createKoaReceiver(signingSecret, deps) : undefined;
  const socket = appToken ? createSocketReceiver(createSocketClient(appToken, config, deps.log), deps) : undefined;
  const receivers = [koa, socket].filter((receiver) => receiver !== undefined);
  // With both, Slack uses one of them: a socket that was never opened counts for nothing where HTTP is used.
  const isHearing = () => !socket || (socket.isOpen() ?? koa?.hasHeard() ?? false);
  return { routes: koa?.routes, receivers, isHearing };
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
