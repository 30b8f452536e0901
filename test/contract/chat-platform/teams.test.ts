import { createTeamsPlatform } from '../../../adapters/teams/create-teams-platform.ts';
import { emojiOf } from '../../../adapters/teams/reading/emoji-names.ts';
import type { Address, MessageRef } from '../../../src/chat/address.ts';
import { depsInMemory } from '../../support/teams-stand-in/keep-in-memory.ts';
import type { RequestKind } from '../../support/teams-stand-in/connector.ts';
import { servePlatform } from '../../support/teams-stand-in/serve-platform.ts';
import { shownText } from '../../support/teams-stand-in/shown-text.ts';
import { startTeamsStandIn, type Fault } from '../../support/teams-stand-in/start-teams-stand-in.ts';
import type { StandingMessage } from '../../support/teams-stand-in/world.ts';
import type { ChatPlatformWorld, Lacks, Trouble, Verb } from './chat-platform-world.ts';
import { describeChatPlatform } from './describe-chat-platform.ts';

const KINDS: Partial<Record<Verb, RequestKind>> = {
  post: 'send',
  edit: 'update',
  remove: 'delete',
  openDirect: 'create',
  findPerson: 'member',
};

/** One of the ways for each kind; all of them are in the adapter's own test. */
const REFUSALS: Readonly<Record<string, Fault>> = {
  unauthorized: { status: 401, code: 'Unauthorized' },
  gone: { status: 403, code: 'BotNotInConversationRoster' },
  rejected: { status: 413, code: 'MessageSizeTooBig' },
  transient: { status: 412, code: 'PreconditionFailed' },
};

function faultOf(trouble: Trouble): Fault {
  if ('lost' in trouble) return { cut: trouble.lost };
  if (trouble.refusal !== 'rate-limited') return REFUSALS[trouble.refusal]!;
  return { status: 429, headers: { 'retry-after': String(trouble.retryAfterMs / 1_000) } };
}

const ADA = { id: '29:1-ada', name: 'Ada Obi' };

async function makeWorld(): Promise<ChatPlatformWorld> {
  const teams = await startTeamsStandIn();
  const deps = depsInMemory();
  const { references } = deps;
  const platform = createTeamsPlatform({ app: teams.app, cloud: teams.cloud }, deps);
  const server = await servePlatform(teams, platform);

  const workspaceId = teams.app.tenantId;
  const open = async (name: string): Promise<Address> => {
    const channelId = `19:${name}@thread.tacv2`;
    teams.world.channels.add(channelId);
    for (const placeId of [channelId, ADA.id]) {
      const heard = { conversationId: channelId, serviceUrl: teams.serviceUrl };
      await references.keep({ platform: 'teams', workspaceId, placeId, ...heard });
    }
    return { platform: 'teams', workspaceId, channelId };
  };
  const channel = await open('one');
  teams.world.people.set(ADA.id, ADA);
  let last: StandingMessage | undefined;
  let lastTold: { readonly activity: object; readonly status: number } | undefined;

  const tell = async (activity: object) => {
    const { status } = await teams.tell(activity);
    lastTold = { activity, status };
  };
  const about = (message: StandingMessage, more: object) => {
    const { id, conversationId, threadId } = message;
    const conversation = { isGroup: true, id: `${conversationId};messageid=${threadId ?? id}` };
    return teams.activity({ id, from: ADA, conversation, ...more });
  };

  return {
    platform,
    channel,
    otherChannel: await open('two'),
    person: { platform: 'teams', workspaceId, userId: ADA.id, name: ADA.name },
    nobody: { platform: 'teams', workspaceId, userId: '29:1-nobody' },
    nowhere: { ...channel, messageId: '1700000000000' },
    async say(text, { channelId, threadId }): Promise<MessageRef> {
      const conversation = threadId === undefined ? channelId : `${channelId};messageid=${threadId}`;
      last = teams.world.add(conversation, ADA.id, { text, textFormat: 'plain' });
      await tell(about(last, { type: 'message', text, textFormat: 'plain' }));
      return { ...channel, channelId, messageId: last.id, ...(threadId && { threadId }) };
    },
    tellAgain: async () => (await teams.tell(lastTold!.activity)).status === 200,
    wasTaken: () => Promise.resolve(lastTold!.status === 200),
    shown: ({ channelId, threadId }) =>
      Promise.resolve(
        teams.world.in(channelId, threadId).map(({ id, activity }) => ({ messageId: id, text: shownText(activity) })),
      ),
    change: (text) => {
      const channelData = { tenant: { id: workspaceId }, eventType: 'editMessage' };
      return tell(about(last!, { type: 'messageUpdate', text, channelData }));
    },
    takeBack: () => {
      const channelData = { tenant: { id: workspaceId }, eventType: 'softDeleteMessage' };
      return tell(about(last!, { type: 'messageDelete', channelData }));
    },
    async react({ channelId, messageId }, emoji, isOn) {
      const type = `${emoji.codePointAt(0)!.toString(16)}_some`;
      if (emojiOf(type) !== emoji) throw new Error(`No such reaction: ${emoji}.`);
      const reactions = { [isOn ? 'reactionsAdded' : 'reactionsRemoved']: [{ type }] };
      const conversation = { isGroup: true, id: `${channelId};messageid=${messageId}` };
      const id = `f:${messageId}`;
      await tell(
        teams.activity({ type: 'messageReaction', id, from: ADA, conversation, replyToId: messageId, ...reactions }),
      );
    },
    reactionsOn: () => Promise.resolve([]),
    trouble: (verb, trouble) => {
      teams.fault(KINDS[verb]!, faultOf(trouble));
      return Promise.resolve();
    },
    requests: (verb) => Promise.resolve(teams.requests(KINDS[verb]!)),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await teams.stop();
    },
  };
}

const LACKS: Lacks = {
  history: 'a bot reads nothing that it was not told',
  reading: 'a bot reads nothing that it was not told',
  reactions: 'a bot can put no reaction on a message',
};

describeChatPlatform('Teams', makeWorld, LACKS);
