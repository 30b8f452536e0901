import { AgentSchema } from '../../../src/assignment/agents/agent.schema.ts';
import type { Sandbox, SandboxWorld } from '../../../src/chat/sandbox.ts';
import { WEB_WORKSPACE } from '../../../src/chat/web-workspace.ts';
import { ChannelSchema } from '../../../src/directory/channel.schema.ts';
import { MemberSchema } from '../../../src/directory/member.schema.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import type { Reader } from '../../../src/storage/unit.ts';

const NOT_HERE = (): Promise<never> => Promise.reject(new Error('No story is told here.'));

/**
 * The sandbox without its story, and beside other platforms: whoever is in the database can talk in the browser, in the
 * channels that are there.
 */
export const createWebStage = (storage: Storage): Sandbox => ({
  readWorld: () => storage.read(readWorld),
  untilTold: () => Promise.resolve(),
  setAvailable: NOT_HERE,
  hurry: NOT_HERE,
  reset: NOT_HERE,
});

/** Every merchant may have a desk of its own, in which agents talk as they do in a merchant's channel. */
async function readWorld(reader: Reader): Promise<SandboxWorld> {
  const channels = await reader.find(ChannelSchema, { where: { ...WEB_WORKSPACE } });
  const members = await reader.find(MemberSchema, { where: { role: 'merchant' } });
  const agents = await reader.find(AgentSchema, { where: { ...WEB_WORKSPACE } });
  return {
    deskChannelId: '',
    merchants: channels.map(({ channelId, merchantId, role }) => ({
      id: merchantId ?? 0,
      name: channelId,
      channelId,
      people: role === 'desk' ? [] : members.filter((member) => member.merchantId === merchantId),
      onTheWay: 0,
    })),
    agents: agents.map(({ id, userId, name, specialties, isAvailable }) => ({
      agentId: id,
      userId: userId ?? '',
      name,
      specialties,
      isAvailable,
      openTickets: 0,
      openOffers: 0,
    })),
  };
}
