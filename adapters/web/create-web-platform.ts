import compose from 'koa-compose';
import type { MessageRef, Person, PersonRef } from '../../src/chat/address.ts';
import type { ChatPlatform } from '../../src/chat/chat-platform.ts';
import type { History } from '../../src/chat/history.ts';
import { PlatformError } from '../../src/chat/platform-error.ts';
import { messageOf } from '../../src/errors.ts';
import type { Log } from '../../src/log.ts';
import { toMessageSaid } from './said-event.ts';
import { createIntake } from './intake.ts';
import { openDoors } from './sockets/open-doors.ts';
import { directChannelOf, WEB, webAddress } from './web-address.ts';
import type { WebSurface } from './web-surface.ts';

export interface WebDeps {
  readonly log: Log;
  readonly history: History;
  /** A person's name; null when nobody here is known by this id. */
  readonly findPerson: (userId: string) => Promise<Person | null>;
  /** Channels that are, for a demonstration, out of reach: why they take nothing now, or null. */
  readonly troubleIn?: (channelId: string) => PlatformError | null;
  /** Shows in the channels that somebody writes; absent where nobody looks at them. */
  readonly typing?: ChatPlatform['typing'];
  /** Something was posted or changed: whoever watches may look. */
  readonly changed: () => void;
}

/**
 * The browser as a chat platform. Its memory is our own database, so that nothing is ever lost between the two: a post
 * with the same key is the same post, and a lost answer costs nothing.
 */
export function createWebPlatform(deps: WebDeps, surfaces: readonly WebSurface[]): ChatPlatform {
  const { history, typing } = deps;
  const intake = createIntake();
  const doors = openDoors(
    surfaces.flatMap(({ door }) => door ?? []),
    deps.log,
  );
  return {
    name: WEB,
    abilities: {
      keepsHistory: false,
      readsBack: true,
      reacts: true,
      files: 'shown',
      // Nobody gives orders in the browser, or brings a bot there.
      orderSign: { inChannel: '', direct: '' },
      bringIn: 'let me in',
      joiningNeeds: 'another platform',
      answersPrivately: true,
      maxTextLength: 40_000,
      textLength: (text) => text.length,
      postsPerSecond: 50,
      editsPerSecond: 50,
      readsPerSecond: 50,
      requestTimeoutMs: 2_000,
    },
    routes: compose(surfaces.flatMap(({ routes }) => routes ?? [])),
    attach: (server) => doors.attach(server),
    start(receive) {
      intake.open(receive);
      for (const surface of surfaces) surface.start?.(intake.receive);
      return Promise.resolve();
    },
    async stop() {
      doors.stop();
      for (const surface of surfaces) surface.stop?.();
      await intake.close();
    },
    post: (to, { content, author, saidAt, announce }, deliveryKey) =>
      reached(deps, to.channelId, 'ambiguous', async () => {
        const authorName = author?.name ?? null;
        const authorAvatarUrl = author?.avatarUrl ?? null;
        const post = { to, deliveryKey, content, authorName, authorAvatarUrl };
        const ref = await history.post({ ...post, announce: announce === true, saidAt: saidAt ?? null });
        deps.changed();
        return ref;
      }),
    edit: (target, { content }) =>
      reached(deps, target.channelId, 'transient', async () => {
        if (!(await history.edit(target, content))) throw new PlatformError('gone', 'There is no such message.');
        deps.changed();
      }),
    remove: (target) =>
      reached(deps, target.channelId, 'transient', async () => {
        if (await history.remove(target)) deps.changed();
      }),
    react: (target, emoji, isOn) =>
      reached(deps, target.channelId, 'transient', async () => {
        if (await history.react(target, emoji, isOn)) deps.changed();
      }),
    findDelivered: (to, deliveryKey) =>
      reached(deps, to.channelId, 'transient', () => history.findDelivered(to, deliveryKey)),
    ...(typing && { typing }),
    openDirect: ({ userId }) =>
      asPlatform('transient', async () => {
        if (!(await deps.findPerson(userId))) throw new PlatformError('gone', 'There is no such person.');
        return webAddress(directChannelOf(userId));
      }),
    findMessage: (message) => reached(deps, message.channelId, 'transient', () => findMessage(history, message)),
    findPerson: ({ userId }: PersonRef) => asPlatform('transient', () => deps.findPerson(userId)),
  };
}

/** What it means that the database did not answer: a post may stand there; everything else may simply be repeated. */
type Unanswered = 'ambiguous' | 'transient';

function reached<T>(
  { troubleIn }: WebDeps,
  channelId: string,
  unanswered: Unanswered,
  call: () => Promise<T>,
): Promise<T> {
  const trouble = troubleIn?.(channelId) ?? null;
  if (trouble) return Promise.reject(trouble);
  return asPlatform(unanswered, call);
}

/** Without the cause: it bears the statement, with what was to be posted in it. */
async function asPlatform<T>(unanswered: Unanswered, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw error instanceof PlatformError ? error : new PlatformError(unanswered, messageOf(error));
  }
}

async function findMessage(history: History, { channelId, messageId }: MessageRef) {
  const entry = await history.find(channelId, messageId);
  return entry && toMessageSaid(entry);
}
