import { AgentSchema } from '../../assignment/agents/agent.schema.ts';
import type { AssignmentDeps } from '../../assignment/assignment-deps.ts';
import { countLoads, NO_LOAD } from '../../assignment/agents/find-agent.ts';
import { setAvailability } from '../../assignment/agents/set-availability.ts';
import type { Sandbox, SandboxMerchant, SandboxWorld } from '../../chat/sandbox.ts';
import { messageOf } from '../../errors.ts';
import { ChannelSchema } from '../../directory/channel.schema.ts';
import { MemberSchema } from '../../directory/member.schema.ts';
import { MerchantSchema } from '../../directory/merchant.schema.ts';
import { hurryRetries } from '../../jobs/enqueue-job.ts';
import type { Log } from '../../log.ts';
import type { Reader, Unit } from '../../storage/unit.ts';
import { findCast, seedPeople, type Cast } from './seed-people.ts';
import { STORY } from './story.ts';
import { isTold, tellStory, type TellDeps } from './tell-story.ts';

export interface SandboxDeps extends TellDeps {
  readonly log: Log;
  readonly assignment: AssignmentDeps;
  /** Deletes everything that the product keeps. */
  readonly wipe: (unit: Unit) => Promise<void>;
}

/** The sandbox, for whoever starts and ends the process. */
export interface RunningSandbox extends Sandbox {
  /** Tells the story where it was not told, and goes on where it broke off. */
  seedOnce(): Promise<void>;
  stop(): Promise<void>;
}

const SEEDED_BY = { kind: 'switchboard', id: 'sandbox', source: 'switchboard' } as const;

/** A whole support desk in which one person can be everybody, and can break nothing. */
export function createSandbox(deps: SandboxDeps): RunningSandbox {
  const { storage, assignment, log } = deps;
  // Two stories at once would be told into each other.
  let telling: Promise<void> = Promise.resolve();
  let ending = new AbortController();
  let resetting: Promise<void> | undefined;

  const tell = (cast: Cast): void => {
    ending = new AbortController();
    telling = tellStory(deps, cast, STORY.scenes, ending.signal).catch((error: unknown) => {
      log.warn({ err: messageOf(error) }, 'the story of the sandbox ends early');
    });
  };
  const seed = (unit: Unit): Promise<Cast> => seedPeople(deps.clock, unit, STORY);
  const stop = (): Promise<void> => {
    ending.abort();
    return telling;
  };

  const beginAnew = async (): Promise<void> => {
    await stop();
    const cast = await storage.unit(async (unit) => {
      await deps.wipe(unit);
      return seed(unit);
    });
    tell(cast);
  };

  return {
    readWorld: () => storage.read(readWorld),
    async untilTold() {
      // Whoever asked for it hears that it failed.
      await resetting?.catch(() => undefined);
      await telling;
    },
    hurry: () => storage.unit(hurryRetries),
    async setAvailable(agentId, isAvailable) {
      await storage.unit((unit) => setAvailability(assignment, unit, agentId, isAvailable, SEEDED_BY));
    },
    reset: () => (resetting ??= beginAnew().finally(() => (resetting = undefined))),
    async seedOnce() {
      const cast = await storage.read(findCast);
      if (!cast) tell(await storage.unit(seed));
      else if (!(await storage.read((reader) => isTold(reader, STORY.scenes)))) tell(cast);
    },
    stop,
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
