import { AgentSchema } from '../../assignment/agents/agent.schema.ts';
import type { AssignmentDeps } from '../../assignment/assignment-deps.ts';
import { countLoads, NO_LOAD } from '../../assignment/agents/find-agent.ts';
import { setAvailability } from '../../assignment/agents/set-availability.ts';
import type { Sandbox, SandboxMerchant, SandboxWorld } from '../../chat/sandbox.ts';
import { messageOf } from '../../errors.ts';
import { ChannelSchema } from '../../directory/channel.schema.ts';
import { MemberSchema } from '../../directory/member.schema.ts';
import { MerchantSchema } from '../../directory/merchant.schema.ts';
import type { Log } from '../../log.ts';
import type { Reader } from '../../storage/unit.ts';
import { seedPeople } from './seed-people.ts';
import { STORY } from './story.ts';
import { tellStory, type TellDeps } from './tell-story.ts';

export interface SandboxDeps extends TellDeps {
  readonly log: Log;
  readonly assignment: AssignmentDeps;
  /** Deletes everything that the product keeps. */
  readonly wipe: () => Promise<void>;
}

const SEEDED_BY = { kind: 'switchboard', id: 'sandbox', source: 'switchboard' } as const;

/** A whole support desk in which one person can be everybody, and can break nothing. */
export function createSandbox(deps: SandboxDeps): Sandbox & { seedOnce(): Promise<void> } {
  const { storage, assignment, log } = deps;
  // Two stories at once would be told into each other.
  let telling: Promise<void> = Promise.resolve();

  const tell = async (): Promise<void> => {
    const cast = await storage.unit((unit) => seedPeople(deps.clock, unit, STORY));
    telling = tellStory(deps, cast, STORY.scenes).catch((error: unknown) => {
      log.warn({ err: messageOf(error) }, 'the story of the sandbox ends early');
    });
  };

  return {
    readWorld: () => storage.read(readWorld),
    async setAvailable(agentId, isAvailable) {
      await storage.unit((unit) => setAvailability(assignment, unit, agentId, isAvailable, SEEDED_BY));
    },
    async reset() {
      await telling;
      await deps.wipe();
      await tell();
    },
    async seedOnce() {
      const known = await storage.read((reader) => reader.find(MerchantSchema, { take: 1 }));
      if (known.length === 0) await tell();
    },
  };
}

async function readWorld(reader: Reader): Promise<SandboxWorld> {
  const desk = await reader.findOne(ChannelSchema, { where: { role: 'desk' } });
  const agents = await reader.find(AgentSchema, { order: { id: 'ASC' } });
  const loads = await countLoads(reader);
  return {
    deskChannelId: desk?.channelId ?? '',
    merchants: await readMerchants(reader),
    agents: agents.map(({ id, userId, name, specialties, isAvailable }) => ({
      agentId: id,
      userId: userId ?? '',
      name,
      specialties,
      isAvailable,
      ...(loads.get(id) ?? NO_LOAD),
    })),
  };
}

async function readMerchants(reader: Reader): Promise<SandboxMerchant[]> {
  const channels = await reader.find(ChannelSchema, { where: { role: 'merchant' }, order: { id: 'ASC' } });
  const merchants = await reader.find(MerchantSchema, {});
  const members = await reader.find(MemberSchema, { where: { role: 'merchant' }, order: { id: 'ASC' } });
  const waiting = await reader.query<{ channelId: string; deliveries: unknown }>(
    `SELECT conversation.channelId AS channelId, COUNT(*) AS deliveries
     FROM delivery JOIN conversation ON conversation.id = delivery.conversationId
     WHERE delivery.state IN ('queued', 'intent', 'ambiguous') GROUP BY conversation.channelId`,
  );
  return channels.map(({ channelId, merchantId }) => ({
    id: merchantId ?? 0,
    name: merchants.find(({ id }) => id === merchantId)?.name ?? '',
    channelId,
    people: members.filter((member) => member.merchantId === merchantId).map(({ userId, name }) => ({ userId, name })),
    onTheWay: Number(waiting.find((row) => row.channelId === channelId)?.deliveries ?? 0),
  }));
}
