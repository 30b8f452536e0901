import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import { createSlackPlatform } from '../../../adapters/slack/create-slack-platform.ts';
import { emojiOf, nameOfEmoji } from '../../../adapters/slack/text/emoji-names.ts';
import type { Address, MessageRef } from '../../../src/chat/address.ts';
import { systemClock } from '../../../src/clock.ts';
import { createLog } from '../../../src/log.ts';
import type { FaultAction, Said } from '../../support/slack-stand-in/protocol.ts';
import { startSlackStandIn } from '../../support/slack-stand-in/start-slack-stand-in.ts';
import type { ChatPlatformWorld, Trouble, Verb } from './chat-platform-world.ts';
import { describeChatPlatform } from './describe-chat-platform.ts';

const METHODS: Readonly<Record<Verb, string>> = {
  post: 'chat.postMessage',
  edit: 'chat.update',
  remove: 'chat.delete',
  react: 'reactions.add',
  findDelivered: 'conversations.history',
  openDirect: 'conversations.open',
  findPerson: 'users.info',
  findMessage: 'conversations.history',
};

/** One of the codes for each kind; all of them are in the adapter's own test. */
const CODES = {
  unauthorized: 'invalid_auth',
  gone: 'is_archived',
  rejected: 'no_text',
  transient: 'team_added_to_org',
};

function faultOf(trouble: Trouble): FaultAction {
  if ('lost' in trouble) return { action: trouble.lost === 'done' ? 'cut-after-accepting' : 'cut-before-accepting' };
  if (trouble.refusal !== 'rate-limited') return { action: 'error', error: CODES[trouble.refusal] };
  return { action: 'rate-limit', retryAfterSeconds: trouble.retryAfterMs / 1_000 };
}

async function makeWorld(): Promise<ChatPlatformWorld> {
  const slack = await startSlackStandIn({ retryDelaysMs: [] });
  const config = { botToken: slack.home.botToken, signingSecret: slack.signingSecret, apiUrl: slack.apiUrl };
  const platform = createSlackPlatform(config, { log: createLog('silent'), clock: systemClock });
  const koa = new Koa();
  koa.use(platform.routes!);
  const handle = koa.callback();
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await slack.setAppUrls(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);

  const workspaceId = slack.home.teamId;
  const open = async (name: string): Promise<Address> => {
    const { id } = await slack.addChannel({ name });
    return { platform: 'slack', workspaceId, channelId: id };
  };
  const channel = await open('one');
  const ada = await slack.addUser({ name: 'Ada', avatarUrl: 'https://pictures.example/ada.png' });
  let last: Said | undefined;

  return {
    platform,
    channel,
    otherChannel: await open('two'),
    person: { platform: 'slack', workspaceId, userId: ada.id, name: 'Ada', avatarUrl: ada.avatarUrl! },
    nobody: { platform: 'slack', workspaceId, userId: 'U0NOBODY' },
    nowhere: { ...channel, messageId: '1700000000.000001' },
    async say(text, { channelId, threadId }): Promise<MessageRef> {
      last = await slack.say({ channel: channelId, user: ada.id, text, ...(threadId && { threadTs: threadId }) });
      await slack.quiet();
      return { ...channel, channelId, messageId: last.ts, ...(threadId && { threadId }) };
    },
    tellAgain: async () => (await slack.redeliver(last!))[0]!.status === 200,
    wasTaken: async () => (await slack.deliveries({ eventId: last!.eventId }))[0]!.status === 200,
    async shown({ channelId, threadId }) {
      const messages = await slack.messages({ channel: channelId, threadTs: threadId ?? null });
      return messages.map(({ ts, shown }) => ({ messageId: ts, text: shown }));
    },
    async change(text) {
      await slack.edit({ channel: last!.channel, ts: last!.ts, text });
      await slack.quiet();
    },
    async takeBack() {
      await slack.remove({ channel: last!.channel, ts: last!.ts });
      await slack.quiet();
    },
    async react({ channelId, messageId }, emoji, isOn) {
      const reaction = nameOfEmoji(emoji)!;
      await slack.react({ channel: channelId, ts: messageId, user: ada.id, reaction, removed: !isOn });
      await slack.quiet();
    },
    async reactionsOn({ channelId, messageId }) {
      const message = (await slack.messages({ channel: channelId })).find(({ ts }) => ts === messageId);
      return (message?.reactions ?? []).map(({ name, users }) => ({ emoji: emojiOf(name), count: users.length }));
    },
    trouble: async (verb, trouble) => {
      await slack.fault({ ...faultOf(trouble), method: METHODS[verb] });
    },
    requests: async (verb) => (await slack.calls({ method: METHODS[verb] })).length,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await slack.stop();
    },
  };
}

describeChatPlatform('Slack', makeWorld);
