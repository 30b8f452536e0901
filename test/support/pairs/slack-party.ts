import { isDeepStrictEqual } from 'node:util';
import type { Scene } from '../scene/scene.ts';
import type { ShownMessage } from '../slack-stand-in/protocol.ts';
import type { Channel, User } from '../slack-stand-in/world-types.ts';
import { ELEMENTS, elementsOf, FORMATTED } from '../text/formatted.ts';
import { linksIn, type Party, type Said, type Seen } from './party.ts';

/** All speak at once, and a process dies meanwhile. */
const PATIENCE_MS = 30_000;

const ONES_OWN: Readonly<Record<string, string>> = { '+1': '👍' };

/** Somebody in a channel of Slack. */
export function inSlack(scene: Scene, { id: channel }: Channel, user: User): Party {
  const { slack } = scene;
  let threadTs = '';
  const place = () => ({ channel, threadTs, user: user.id });

  /** The next words are said when these were heard: events that come at the same time come in any order. */
  const said = async (one: Promise<{ readonly ts: string; readonly eventId: string }>): Promise<Said> => {
    const { ts, ...event } = await one;
    await slack.delivered(event, { timeoutMs: PATIENCE_MS });
    return ts;
  };

  const seenOf = async (message: ShownMessage): Promise<Seen> => {
    const ours = (message.reactions ?? []).filter(({ users }) => users.includes(slack.home.botUserId));
    const names = new Map((await slack.files()).map(({ id, name }) => [id, name]));
    return {
      words: message.shown,
      author: message.username ?? null,
      links: linksIn(message.blocks),
      files: (message.files ?? []).map(({ id }) => names.get(String(id)) ?? ''),
      reactions: ours.map(({ name }) => ONES_OWN[name] ?? name),
      isFormatted: isDeepStrictEqual(inThisRealm(elementsOf(message)), [ELEMENTS]),
    };
  };

  return {
    platform: 'slack',
    name: user.displayName,
    ask: async (text) => void (threadTs = (await slack.say({ channel, user: user.id, text })).ts),
    async findThread() {
      const [root] = await slack.untilPosted({ channel, threadTs: null, containing: 'Replies here go to' });
      threadTs = root!.ts;
      return root!.shown;
    },
    say: (text) => said(slack.say({ ...place(), text })),
    sayFormatted: async () => {
      await said(slack.say({ ...place(), text: '-', extra: FORMATTED }));
    },
    edit: async (ts, text) => {
      await slack.edit({ channel, ts, text });
    },
    remove: async (ts) => {
      await slack.remove({ channel, ts });
    },
    async react(words, isOn) {
      const [{ ts }] = (await slack.untilPosted({ channel, threadTs, containing: words })) as [ShownMessage];
      await slack.react({ channel, ts, user: user.id, reaction: '+1', removed: !isOn });
    },
    async send(kind, name) {
      const mimetype = kind === 'picture' ? 'image/png' : 'application/pdf';
      const { id } = await slack.addFile({ name, mimetype });
      await said(slack.say({ ...place(), text: '', files: [id] }));
    },
    read: async () => Promise.all((await slack.messages({ channel, threadTs })).map(seenOf)),
    // Slack shows nobody's.
    watchWriters: () => Promise.resolve(() => Promise.resolve([])),
  };
}

/** What fetch has read is made by another realm than the tests', and equals nothing of theirs. */
const inThisRealm = (part: unknown): unknown => JSON.parse(JSON.stringify(part));
