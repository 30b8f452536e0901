import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createEmulator } from 'emulate';
import { createSlackPlatform } from '../../../adapters/slack/create-slack-platform.ts';
import { emojiOf, nameOfEmoji } from '../../../adapters/slack/text/emoji-names.ts';
import type { Address } from '../../../src/chat/address.ts';
import { systemClock } from '../../../src/clock.ts';
import { createLog } from '../../../src/log.ts';
import { freePort } from '../../support/free-port.ts';
import { shownText } from '../../support/slack-stand-in/shown-text.ts';
import type { ChatPlatformWorld } from './chat-platform-world.ts';
import { describeChatPlatform } from './describe-chat-platform.ts';

/* A Slack that nobody here wrote: what we have misunderstood, our own stand-in has misunderstood in the same way. */

const TEAM = 'T000000001';
const BOT = { bot_id: 'B0SWITCH01', bot_user_id: 'U0SWITCH01', app_id: 'A0SWITCH01' };
const BOT_TOKEN = 'xoxb-switchboard';
const ADA_TOKEN = 'xoxp-ada';
const PICTURE = 'https://pictures.example/ada.png';
const EMAIL = 'ada@example.com';

const NO_EVENTS = 'emulate 0.12.2 has no way to subscribe to its Slack events';
const NO_FAULTS = 'emulate 0.12.2 refuses nothing on demand';

const SEED = {
  slack: {
    users: [{ name: 'Ada', email: EMAIL, profile: { image_192: PICTURE } }],
    channels: [{ name: 'one' }, { name: 'two' }],
    oauth_apps: [{ ...BOT, client_id: '1.2', client_secret: 'secret', name: 'Switchboard', redirect_uris: [] }],
    tokens: [
      { ...BOT, token: BOT_TOKEN, type: 'bot', user_id: BOT.bot_user_id },
      { token: ADA_TOKEN, type: 'user', user: 'Ada' },
    ],
  },
};

interface Message {
  readonly ts: string;
  readonly text: string;
  readonly blocks?: Parameters<typeof shownText>[0]['blocks'];
  readonly reactions?: readonly { readonly name: string; readonly count: number }[];
}

interface Answer {
  readonly ok: boolean;
  readonly error?: string;
  readonly ts?: string;
  readonly messages?: readonly Message[];
  readonly channels?: readonly { readonly id: string; readonly name: string }[];
  readonly members?: readonly { readonly id: string; readonly name: string }[];
}

/**
 * The way to it. Slack names a post's bot by itself (docs.slack.dev/reference/methods/chat.postMessage, the answer's
 * `message.bot_id`), this one only when it is told to: here it is told.
 */
async function startWay(to: string) {
  const server = createServer((request, response) => {
    void (async () => {
      const path = request.url ?? '';
      const body = await bodyOf(request);
      const { ['content-type']: type = '', authorization = '' } = request.headers;
      const answer = await fetch(`${to}${path}`, {
        method: 'POST',
        headers: { 'content-type': type, authorization },
        body: path.endsWith('/chat.postMessage') ? `${body}&bot_id=${BOT.bot_id}&app_id=${BOT.app_id}` : body,
      });
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`, close };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function makeWorld(): Promise<ChatPlatformWorld> {
  const slack = await createEmulator({ service: 'slack', port: await freePort(), seed: SEED });
  const way = await startWay(slack.url);
  const config = { botToken: BOT_TOKEN, signingSecret: 'signing-secret', apiUrl: way.apiUrl };
  const platform = createSlackPlatform(config, { log: createLog('silent'), clock: systemClock });

  const asAda = async (method: string, args: Readonly<Record<string, string>> = {}): Promise<Answer> => {
    const response = await fetch(`${slack.url}/api/${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ADA_TOKEN}` },
      body: new URLSearchParams(args),
    });
    const answer = (await response.json()) as Answer;
    if (!answer.ok) throw new Error(`${method}: ${answer.error ?? 'refused'}`);
    return answer;
  };
  const { channels = [] } = await asAda('conversations.list');
  const { members = [] } = await asAda('users.list');
  const place = (name: string): Address => {
    const channelId = channels.find((channel) => channel.name === name)!.id;
    return { platform: 'slack', workspaceId: TEAM, channelId };
  };
  const userId = members.find(({ name }) => name === 'Ada')!.id;
  const channel = place('one');

  const messagesAt = async ({ channelId, threadId }: Address): Promise<readonly Message[]> => {
    if (threadId === undefined) {
      const { messages = [] } = await asAda('conversations.history', { channel: channelId, limit: '1000' });
      return [...messages].reverse();
    }
    const { messages = [] } = await asAda('conversations.replies', { channel: channelId, ts: threadId });
    return messages.filter(({ ts }) => ts !== threadId);
  };
  const noEvents = () => Promise.reject(new Error(NO_EVENTS));

  return {
    platform,
    channel,
    otherChannel: place('two'),
    person: { platform: 'slack', workspaceId: TEAM, userId, name: 'Ada', email: EMAIL, avatarUrl: PICTURE },
    nobody: { platform: 'slack', workspaceId: TEAM, userId: 'U0NOBODY' },
    nowhere: { ...channel, messageId: '1700000000.000001' },
    async say(text, to) {
      const thread = to.threadId === undefined ? {} : { thread_ts: to.threadId };
      const { ts = '' } = await asAda('chat.postMessage', { channel: to.channelId, text, ...thread });
      return { ...to, messageId: ts };
    },
    shown: async (at) =>
      (await messagesAt(at)).map(({ ts, text, blocks }) => ({
        messageId: ts,
        text: shownText({ text, ...(blocks && { blocks }) }),
      })),
    async react({ channelId, messageId }, emoji, isOn) {
      const reaction = { channel: channelId, timestamp: messageId, name: nameOfEmoji(emoji)! };
      await asAda(isOn ? 'reactions.add' : 'reactions.remove', reaction);
    },
    async reactionsOn(at) {
      const found = (await messagesAt(at)).find(({ ts }) => ts === at.messageId);
      return (found?.reactions ?? []).map(({ name, count }) => ({ emoji: emojiOf(name), count }));
    },
    tellAgain: noEvents,
    wasTaken: noEvents,
    change: noEvents,
    takeBack: noEvents,
    trouble: () => Promise.reject(new Error(NO_FAULTS)),
    requests: () => Promise.reject(new Error(NO_FAULTS)),
    async close() {
      await way.close();
      await slack.close();
    },
  };
}

describeChatPlatform('Slack, as others play it,', makeWorld, { events: NO_EVENTS, faults: NO_FAULTS });
