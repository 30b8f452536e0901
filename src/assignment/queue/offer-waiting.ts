import type { JobHandler } from '../../jobs/job.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Unit } from '../../storage/unit.ts';
import type { AssignmentDeps } from '../assignment-deps.ts';
import { countLoads, findAgent, NO_LOAD } from '../agents/find-agent.ts';
import { findRules } from '../choice/find-rules.ts';
import { offerTicket } from '../offers/offer-ticket.ts';
import { isFull } from '../choice/rank-agents.ts';
import { readQueue } from './waiting-queue.ts';

/** Offers what waits in the queue, in its order, each ticket in a unit of its own. */
export function createOfferWaitingHandler(deps: AssignmentDeps & { readonly storage: Storage }): JobHandler {
  return {
    async run(job, turn) {
      const { agentId } = job.payload as { agentId: number | null };
      const queue = await deps.storage.read((reader) => readQueue(reader));
      let isTaken = false;
      for (const { ticketId, priority } of queue) {
        // For an agent who has enough only what is urgent is still worth a look.
        if (isTaken && priority !== 'urgent') continue;
        isTaken = await turn.unit(async (unit) => {
          await offerTicket(deps, unit, ticketId);
          return agentId !== null && (await hasEnough(unit, agentId));
        });
      }
      return undefined;
    },
  };
}

async function hasEnough(unit: Unit, agentId: number): Promise<boolean> {
  const agent = await findAgent(unit, agentId);
  if (!agent?.isAvailable) return true;
  const loads = await countLoads(unit);
  return isFull(agent, loads.get(agentId) ?? NO_LOAD, await findRules(unit));
}
