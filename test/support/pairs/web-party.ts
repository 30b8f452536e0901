import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { WireEntry } from '../../../adapters/web/wire.ts';
import { SandboxFeed, wordsOf } from '../sandbox/sandbox-feed.ts';
import type { Member } from '../scene/members.ts';
import { urlOf } from '../scene/members.ts';
import type { Scene } from '../scene/scene.ts';
import { TREE, TYPED } from '../text/formatted.ts';
import { waitFor } from '../wait-for.ts';
import { linksIn, type Party, type Said, type Seen } from './party.ts';

/** How often a page sends again what was not taken, 100 ms apart: a process may just be starting. */
const MOST_TRIES = 150;

/** Somebody in a channel of the browser. */
export function inWeb(scene: Scene, channelId: string, { userId, name }: Pick<Member, 'userId' | 'name'>): Party {
  let threadId: string | null = null;

  /** As the page does it: under one `clientId`, until it is taken. */
  async function post(path: string, what: object, triesLeft = MOST_TRIES): Promise<Readonly<Record<string, unknown>>> {
    const body = { userId, channelId, clientId: randomUUID(), ...what };
    const response = await send(scene, path, body).catch(() => undefined);
    if (response?.status === 200) return (await response.json()) as Readonly<Record<string, unknown>>;
    if (triesLeft === 0 || (response && response.status < 500)) {
      throw new Error(`${path} in vain: ${response?.status ?? 'no answer'} ${(await response?.text()) ?? ''}`);
    }
    await sleep(100);
    return post(path, body, triesLeft - 1);
  }

  const say = async (text: string): Promise<Said> => String((await post('messages', { threadId, text }))['messageId']);

  const entries = async (thread: string | null): Promise<readonly WireEntry[]> => {
    const opened = await SandboxFeed.open(urlOf(scene));
    opened.watch({ [channelId]: 0 });
    await waitFor(() => opened.changes(channelId).length > 0, { what: `anything in ${channelId}` });
    const standing = opened.standing(channelId, thread).filter(({ isRemoved }) => !isRemoved);
    await opened.close();
    return standing;
  };

  const showing = async (words: string, thread: string | null): Promise<WireEntry> =>
    waitFor(async () => (await entries(thread)).find((entry) => wordsOf(entry).includes(words)), {
      what: `an entry with ${words} in ${channelId}`,
    });

  return {
    platform: 'web',
    name,
    ask: async (words) => void (threadId = await say(words)),
    async findThread() {
      const root = await showing('Replies here go to', null);
      threadId = root.messageId;
      return wordsOf(root);
    },
    say,
    sayFormatted: async () => {
      await say(TYPED);
    },
    edit: async (messageId, text) => {
      await post('edits', { messageId, text });
    },
    remove: async (messageId) => {
      await post('deletions', { messageId });
    },
    async react(words, isOn) {
      const { messageId } = await showing(words, threadId);
      await post('reactions', { messageId, emoji: '👍', isOn });
    },
    async type() {
      const feed = await SandboxFeed.open(urlOf(scene));
      feed.send({ kind: 'typing', channelId, threadId, userId, isTyping: true });
      await feed.close();
    },
    read: async () => (await entries(threadId)).map((entry) => seenOf(entry)),
    async watchWriters() {
      const feed = await SandboxFeed.open(urlOf(scene));
      feed.watch({ [channelId]: 0 });
      return async () => {
        const here = feed.of('typing').filter((news) => news.channelId === channelId && news.threadId === threadId);
        await feed.close();
        return here.map((news) => news.name);
      };
    },
  };
}

const send = async (scene: Scene, path: string, body: object): Promise<Response> =>
  fetch(`${urlOf(scene)}/sandbox/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: urlOf(scene) },
    body: JSON.stringify(body),
  });

function seenOf(entry: WireEntry): Seen {
  const { author, content, reactions } = entry;
  return {
    words: wordsOf(entry),
    author: author.kind === 'product' ? author.name : null,
    links: linksIn(content),
    files: content.kind === 'file' ? [content.file.name] : [],
    reactions: reactions.filter(({ userIds }) => userIds.includes(null)).map(({ emoji }) => emoji),
    isFormatted: content.kind === 'text' && isDeepStrictEqual(content.text, TREE),
  };
}
