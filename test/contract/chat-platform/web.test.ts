import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import { createWebPlatform } from '../../../adapters/web/create-web-platform.ts';
import { createSandboxSurface } from '../../../adapters/web/sandbox/create-sandbox-surface.ts';
import { webAddress } from '../../../adapters/web/web-address.ts';
import { migrations } from '../../../migrations/index.ts';
import type { MessageRef } from '../../../src/chat/address.ts';
import type { Card } from '../../../src/chat/card.ts';
import type { ChatPlatform } from '../../../src/chat/chat-platform.ts';
import type { History } from '../../../src/chat/history.ts';
import type { InboundEvent } from '../../../src/chat/inbound-event.ts';
import type { OutgoingContent } from '../../../src/chat/message.ts';
import { PlatformError } from '../../../src/chat/platform-error.ts';
import { visibleText } from '../../../src/chat/rich-text.ts';
import type { Sandbox } from '../../../src/chat/sandbox.ts';
import { WEB_WORKSPACE } from '../../../src/chat/web-workspace.ts';
import { systemClock } from '../../../src/clock.ts';
import { createHistory } from '../../../src/delivery/history/create-history.ts';
import { keepInHistory, type Happened } from '../../../src/delivery/history/keep-event.ts';
import { createLog } from '../../../src/log.ts';
import { schemas } from '../../../src/schemas.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import { answerErrors } from '../../../src/http/answer-errors.ts';
import { requestContext } from '../../../src/http/request-context.ts';
import { onEachDatabase, type TestDatabase } from '../../support/databases.ts';
import type { ChatPlatformWorld, Trouble, Verb } from './chat-platform-world.ts';
import { describeChatPlatform } from './describe-chat-platform.ts';

const log = createLog('silent');
const ADA = { ...WEB_WORKSPACE, userId: 'ada', name: 'Ada Obi' };

/** Everybody and every place; what the contract does not ask for is not there. */
const sandbox: Sandbox = {
  readWorld: () =>
    Promise.resolve({
      deskChannelId: 'one',
      agents: [{ ...ADA, agentId: 1, specialties: [], isAvailable: true, openTickets: 0, openOffers: 0 }],
      merchants: [{ id: 1, name: 'Acme', channelId: 'two', people: [], onTheWay: 0 }],
    }),
  untilTold: () => Promise.resolve(),
  setAvailable: () => Promise.resolve(),
  hurry: () => Promise.resolve(),
  reset: () => Promise.resolve(),
};

/**
 * What this platform asks of the product: its wire. A database refuses in no other way than not to answer; that the
 * platform passes the other refusals on as they are is what the contract sees here.
 */
function createWire(history: History) {
  const troubles = new Map<string, Trouble>();
  const requests = new Map<string, number>();
  const through = async <T>(request: string, call: () => Promise<T>): Promise<T> => {
    requests.set(request, (requests.get(request) ?? 0) + 1);
    const trouble = troubles.get(request);
    troubles.delete(request);
    if (!trouble) return call();
    if ('refusal' in trouble) {
      const { refusal, ...hint } = trouble;
      throw new PlatformError(refusal, 'Refused.', hint);
    }
    if (trouble.lost === 'done') await call();
    throw new Error('Connection lost: The server closed the connection.');
  };
  const wired: History = {
    ...history,
    post: (posted) => through('post', () => history.post(posted)),
    edit: (target, content) => through('edit', () => history.edit(target, content)),
    remove: (target) => through('remove', () => history.remove(target)),
    react: (target, emoji, isOn) => through('react', () => history.react(target, emoji, isOn)),
    findDelivered: (to, key) => through('findDelivered', () => history.findDelivered(to, key)),
    find: (channelId, messageId) => through('find', () => history.find(channelId, messageId)),
  };
  const findPerson = (userId: string) =>
    through('findPerson', () => Promise.resolve(userId === ADA.userId ? ADA : null));
  return { troubles, requests, history: wired, findPerson };
}

/** By which request each verb is done. */
const REQUESTS: Readonly<Record<Verb, string>> = {
  post: 'post',
  edit: 'edit',
  remove: 'remove',
  react: 'react',
  findDelivered: 'findDelivered',
  openDirect: 'findPerson',
  findPerson: 'findPerson',
  findMessage: 'find',
};

/** The core keeps what people say: here it does nothing else. */
const keeping = (platform: ChatPlatform, storage: Storage): ChatPlatform => ({
  ...platform,
  start: (receive) =>
    platform.start(async (event) => {
      const answer = await receive(event);
      if (isKept(event)) await storage.unit((unit) => keepInHistory(systemClock, unit, event));
      return answer;
    }),
});

const isKept = (event: InboundEvent): event is Happened =>
  event.kind.startsWith('message-') || event.kind.startsWith('reaction-');

async function serve(platform: ChatPlatform) {
  const koa = new Koa();
  koa.use(requestContext(log) as Koa.Middleware);
  koa.use(answerErrors() as Koa.Middleware);
  koa.use(platform.routes!);
  const handle = koa.callback();
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  platform.attach?.(server);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url, close };
}

async function makeWorld(database: TestDatabase): Promise<ChatPlatformWorld> {
  const storage = await openStorage({ url: await database.createUrl(), schemas, migrations });
  await storage.migrate();
  const history = createHistory(storage, systemClock);
  const wire = createWire(history);
  const surface = createSandboxSurface({
    ...wire,
    linkToFile: () => Promise.reject(new Error('no file')),
    sandbox,
    clock: systemClock,
    log,
  });
  const platform = keeping(createWebPlatform({ ...wire, ...surface, log }, [surface]), storage);
  const { url, close } = await serve(platform);
  let last: { readonly body: string; readonly status: number } | undefined;
  let lastSaid: MessageRef | undefined;
  let count = 0;

  const post = (what: string, body: string) => {
    const headers = { 'Content-Type': 'application/json', Origin: url };
    return fetch(`${url}/sandbox/${what}`, { method: 'POST', headers, body });
  };
  const send = async (body: string) => {
    const response = await post('messages', body);
    const { messageId } = (await response.json()) as { messageId?: string };
    return { body, status: response.status, messageId };
  };
  const doTo = async (what: string, { channelId, messageId }: MessageRef, more: object = {}) => {
    const clientId = `client-${(count += 1)}`;
    await post(what, JSON.stringify({ userId: ADA.userId, channelId, messageId, clientId, ...more }));
  };

  return {
    platform,
    channel: webAddress('one'),
    otherChannel: webAddress('two'),
    person: ADA,
    nobody: { ...WEB_WORKSPACE, userId: 'nobody' },
    nowhere: { ...webAddress('one'), messageId: 'nothing' },
    async say(text, to) {
      const { channelId, threadId = null } = to;
      const clientId = `client-${(count += 1)}`;
      const sent = await send(JSON.stringify({ userId: ADA.userId, channelId, threadId, clientId, text }));
      last = sent;
      lastSaid = { ...to, messageId: sent.messageId ?? 'not taken' };
      return lastSaid;
    },
    change: (text) => doTo('edits', lastSaid!, { text }),
    takeBack: () => doTo('deletions', lastSaid!),
    react: (to, emoji, isOn) => doTo('reactions', to, { emoji, isOn }),
    async reactionsOn({ channelId, messageId }) {
      const entry = await history.find(channelId, messageId);
      return (entry?.reactions ?? []).map(({ emoji, userIds }) => ({ emoji, count: userIds.length }));
    },
    tellAgain: async () => (await send(last!.body)).status === 200,
    wasTaken: () => Promise.resolve(last!.status === 200),
    async shown({ channelId, threadId = null }) {
      const entries = (await history.readSince(channelId, 0, 1_000)).filter(
        (entry) => entry.threadId === threadId && !entry.isRemoved,
      );
      return [...entries]
        .sort((a, b) => a.number - b.number)
        .map(({ messageId, content }) => ({ messageId, text: shownText(content) }));
    },
    trouble: (verb, trouble) => Promise.resolve(void wire.troubles.set(REQUESTS[verb], trouble)),
    requests: (verb) => Promise.resolve(wire.requests.get(REQUESTS[verb]) ?? 0),
    async close() {
      await close();
      await storage.close();
    },
  };
}

function shownText(content: OutgoingContent): string {
  if (content.kind === 'text') return visibleText(content.text);
  return content.kind === 'card' ? content.card.blocks.map(blockText).join('\n') : content.file.name;
}

function blockText(block: Card['blocks'][number]): string {
  if (block.kind === 'title' || block.kind === 'note') return block.text;
  return block.kind === 'text' ? visibleText(block.text) : '';
}

const NO_HISTORY = 'nothing happens there that we do not hear';

onEachDatabase((database) => describeChatPlatform('The browser', () => makeWorld(database), { history: NO_HISTORY }));
