import { randomUUID } from 'node:crypto';
import compose from 'koa-compose';
import type { Middleware } from 'koa';
import type { Address } from '../../src/chat/address.ts';
import type { ChatPlatform, PlatformAbilities, Receive } from '../../src/chat/chat-platform.ts';
import { PlatformError } from '../../src/chat/platform-error.ts';
import { typed } from '../../src/chat/rich-text/own-words.ts';
import { createAppToken } from './calls/app-token.ts';
import { findStanding } from './calls/find-standing.ts';
import { createOwnsTeam } from './calls/graph.ts';
import { findPerson } from './calls/members.ts';
import { createReplies } from './calls/replies.ts';
import { editMessage, openDirect, postActivity, removeMessage, showTyping } from './calls/speak.ts';
import { createTeamsCall } from './calls/teams-calls.ts';
import { fetchFile } from './files/fetch-file.ts';
import { createFileOffers } from './files/file-offers.ts';
import { createForms } from './forms/forms.ts';
import { createSeal } from './forms/seal.ts';
import { createJoinRoutes, joinPath } from './join-routes.ts';
import { oneThread } from './place.ts';
import { invokeOf } from './receiving/invokes.ts';
import { createMessagesEndpoint } from './receiving/messages-endpoint.ts';
import { keepNews } from './receiving/references.ts';
import { takeActivity, type Reply } from './receiving/take-activity.ts';
import { createTenants } from './receiving/tenants.ts';
import { permalink } from './rendering/render-card.ts';
import { MAX_TEXT_LENGTH, renderMessage, textLength } from './rendering/render-message.ts';
import { renderOrder } from './rendering/render-order.ts';
import { BOT_NAME, REQUEST_TIMEOUT_MS, TEAMS, type TeamsConfig, type TeamsDeps } from './teams-config.ts';

/**
 * 7 posts a second of one thread, 60 in 30 s and 1,800 an hour (learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit):
 * some at once, 54 in 30 s then, and 1,768 in the first hour.
 */
const POSTS_PER_SECOND = 0.48;
const BURST = { posts: 40, apartMs: 150 };

/** 50 requests a second of one tenant, whatever they ask for: most are left to posts, one to typing and names. */
const EDITS_PER_SECOND = 10;
const TENANT_POSTS_PER_SECOND = 39;

/** Microsoft Teams as a chat platform. */
export function createTeamsPlatform(config: TeamsConfig, deps: TeamsDeps): ChatPlatform {
  const { log, clock, references, fileAddresses, offeredFiles, installations } = deps;
  let core: Receive = () => Promise.reject(new Error('not started'));
  const token = createAppToken(config, 'connector', clock);
  const speaking = { config, references, call: createTeamsCall(config, token) };
  const ownsTeam = createOwnsTeam(config, clock);
  const tenants = createTenants(config, installations);
  const replies = createReplies();
  const reply = (to: Address, { answer, order, serviceUrl }: Reply): Promise<void> => {
    const activity = typeof answer === 'string' ? renderWords(answer) : renderOrder(answer);
    // Where it was said, which need not be kept.
    const heard = { ...to, placeId: to.channelId, conversationId: to.channelId, serviceUrl };
    const there = { ...speaking, references: { ...references, find: () => Promise.resolve(heard) } };
    return replies.say(() => postActivity(to, activity, there), order);
  };
  // Without an app there is one process, and nobody but its own playground.
  const secret = config.app?.password ?? randomUUID();
  const forms = createForms(createSeal(secret));
  const offers = createFileOffers({
    ...speaking,
    seal: createSeal(secret, 'files'),
    offeredFiles,
    say: replies.say,
    log,
  });
  const hearing = { ...references, ...keepNews(references) };
  const taking = { tenants, references: hearing, fileAddresses, forms, takeConsent: offers.take, reply, log };
  const endpoint = createMessagesEndpoint(config, {
    take: (activity) => takeActivity(activity, { ...taking, receive: core }),
    insteadOf: (activity) => invokeOf(activity)?.sorry(activity, forms),
    clock,
    log,
  });

  return {
    name: TEAMS,
    abilities: abilitiesOf(config),
    ...joining(config, endpoint.routes, deps),
    isHome: tenants.isHome,
    start: (receive) => {
      core = receive;
      endpoint.open();
      return Promise.resolve();
    },
    stop: async () => {
      await endpoint.close();
      await offers.stop();
      await replies.settled();
    },
    post: offers.post,
    edit: (target, message) => editMessage(target, message, speaking),
    remove: (target) => removeMessage(target, speaking),
    react: () => Promise.reject(new PlatformError('rejected', 'Teams lets no bot react to a message.')),
    typing: (to, _, isTyping) => showTyping(to, isTyping, speaking),
    fetchFile: (file) => fetchFile(file, { config, token, references, fileAddresses }),
    openDirect: (person) => openDirect(person, speaking),
    findPerson: (person, at) => findPerson(person, at, speaking),
    findStanding: (person, at) => findStanding(person, at, { ...speaking, ownsTeam }),
    permalink: (message) => Promise.resolve(permalink(message)),
    // A bot reads nothing in Teams that it was not told: what it asks for by reactions is its own post anyway.
    findMessage: () => Promise.resolve(null),
    findDelivered: () => Promise.resolve(null),
  };
}

/** An answer of ours, in which orders stand as such. */
const renderWords = (text: string): object =>
  renderMessage({ content: { kind: 'text', text: [{ type: 'paragraph', children: typed(text) }] } });

/** How other tenants join, beside what Teams itself calls. */
function joining(
  { app }: TeamsConfig,
  messages: Middleware,
  { installations }: TeamsDeps,
): Pick<ChatPlatform, 'routes' | 'installPath' | 'installNote'> {
  if (!app) return { routes: messages };
  return {
    routes: compose([messages, createJoinRoutes(app, installations)]),
    installPath: joinPath,
    ...(app.type === 'SingleTenant' && { installNote: FOR_OTHERS }),
  };
}

/** Of which tenant a bot is says who gives it its tokens; who may install it, the registration of its app says. */
const FOR_OTHERS =
  'For people of another organisation the registration of Switchboard’s app in Microsoft Entra has to be for accounts in ' +
  'any organizational directory.';

export const abilitiesOf = ({ requestTimeoutMs = REQUEST_TIMEOUT_MS }: TeamsConfig): PlatformAbilities => ({
  keepsHistory: true,
  readsBack: false,
  reacts: false,
  maxTextLength: MAX_TEXT_LENGTH,
  textLength,
  postsPerSecond: POSTS_PER_SECOND,
  postsPer: 'thread',
  burst: BURST,
  workspacePostsPerSecond: TENANT_POSTS_PER_SECOND,
  editsPerSecond: EDITS_PER_SECOND,
  readsPerSecond: EDITS_PER_SECOND,
  files: 'linked',
  orderSign: { inChannel: `@${BOT_NAME} `, direct: '' },
  oneThread,
  bringIn: `add the app ${BOT_NAME} to this team or chat`,
  joiningNeeds: 'MICROSOFT_APP_ID',
  answersPrivately: false,
  requestTimeoutMs,
});
