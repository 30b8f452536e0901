import { AgentSchema } from '../../../src/assignment/agents/agent.schema.ts';
import { acceptByReply, acceptOffer, passOffer } from '../../../src/assignment/offers/answer-offer.ts';
import { DEFAULT_RULES } from '../../../src/assignment/choice/assignment-rules.ts';
import { addAgent, changeAgent } from '../../../src/assignment/agents/change-agent.ts';
import { OfferSchema } from '../../../src/assignment/offers/offer.schema.ts';
import { setAvailability } from '../../../src/assignment/agents/set-availability.ts';
import { setRules } from '../../../src/assignment/choice/set-rules.ts';
import { plain } from '../../../src/chat/rich-text.ts';
import { openDirect } from '../../../src/delivery/find-conversation.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import type { Unit } from '../../../src/storage/unit.ts';
import type { Actor } from '../../../src/tickets/audit.ts';
import { changeTicket, takeUp } from '../../../src/tickets/change-ticket.ts';
import { lockTicket } from '../../../src/tickets/find-ticket.ts';
import { openTicket } from '../../../src/tickets/open-ticket.ts';
import { isOpen } from '../../../src/tickets/ticket-status.ts';
import { TicketSchema } from '../../../src/tickets/ticket.schema.ts';
import { TICKET_CATEGORIES, type Ticket } from '../../../src/tickets/ticket.ts';
import type { AssignmentWorld, Room } from './assignment-world.ts';
import { AGENTS, type Step } from './steps.ts';

/** Rules under which the number that agents take who have none of their own is this. */
export const rulesWith = (capacity: number | null) => ({ ...DEFAULT_RULES, capacity });

const CAPACITIES = [2, 1, 1, 1];
const NO_ACCOUNT = { platform: null, workspaceId: null, userId: null };
const KEY: Actor = { kind: 'key', id: 'test', source: 'api' };
const byAgent = (id: number): Actor => ({ kind: 'agent', id: String(id), source: 'slack' });

/** People who act through one replica. */
export class People {
  /** @param agents ids */
  constructor(
    readonly world: AssignmentWorld,
    readonly room: Room,
    readonly agents: readonly number[],
  ) {}

  /**
   * Four agents, two of whom are there: three who are asked, and were written to before; and one without an account, who
   * is simply given what is theirs.
   */
  static async hire(world: AssignmentWorld, room: Room): Promise<People> {
    const agents = await room.storage.unit(async (unit) => {
      const ids: number[] = [];
      for (const [index, name] of ['Ann', 'Ben', 'Cid', 'Dot'].entries()) {
        const account = index < AGENTS - 1 ? { platform: 'slack', workspaceId: 'T1', userId: `U${index}` } : null;
        if (account) await openDirect(unit, account);
        const knows = { specialties: [TICKET_CATEGORIES[index]!], capacity: CAPACITIES[index]! };
        const about = { name, email: `${name}@example.com`, isAvailable: index < 2, ...knows };
        ids.push((await addAgent(room.deps, unit, { ...about, ...(account ?? NO_ACCOUNT) })).id);
      }
      return ids;
    });
    return new People(world, room, agents);
  }

  /** The same people, through another replica. */
  through(room: Room): People {
    return new People(this.world, room, this.agents);
  }

  /** The same people, in a room whose jobs nobody runs, on another storage. */
  on(storage: Storage): People {
    return this.through(this.world.room(undefined, storage));
  }

  async take(step: Step): Promise<void> {
    const { deps, storage } = this.room;
    switch (step.kind) {
      case 'open':
        return this.#open(step.category, step.priority);
      case 'answer':
        return this.#answer(step);
      case 'go':
      case 'come':
        await storage.unit((unit) => setAvailability(deps, unit, this.agents[step.agent]!, step.kind === 'come', KEY));
        return;
      case 'time':
        return this.#letTimePass(step.which);
      case 'end':
        return this.#with(step.which, true, (unit, ticket) =>
          changeTicket(deps, unit, ticket, { status: step.status }, KEY),
        );
      case 'reopen':
        return this.#with(step.which, false, (unit, ticket) =>
          changeTicket(deps, unit, ticket, { status: 'in_progress' }, KEY),
        );
      case 'give':
        return this.#with(step.which, true, (unit, ticket) => {
          const wanted = step.to === null ? { assignedTo: null } : takeUp(ticket, this.agents[step.to]!);
          return changeTicket(deps, unit, ticket, wanted, KEY, { manual: true });
        });
      case 'press':
        return this.#with(step.which, true, (unit, ticket) =>
          changeTicket(deps, unit, ticket, { priority: step.priority }, KEY),
        );
      case 'capacity':
        await storage.unit((unit) => changeAgent(deps, unit, this.agents[step.agent]!, { capacity: step.capacity }));
        return;
      case 'rules':
        await storage.unit((unit) => setRules(deps, unit, rulesWith(step.capacity), 'test'));
        return;
      case 'reply':
        return this.#reply(step);
      case 'work':
        await this.world.runJobs(this.room, step.jobs);
    }
  }

  async #open(category: Ticket['category'], priority: Ticket['priority']): Promise<void> {
    const { deps, storage } = this.room;
    const now = deps.clock.now();
    const speaker = { agentId: null, account: null };
    const how = { side: 'merchant', visibility: 'public', reopens: false, position: now.getTime() * 1000 } as const;
    const first = { speaker, origin: null, text: plain('Please help'), saidAt: now, ...how };
    const wanted = { subject: 'Help', description: 'Please help', source: 'api', merchantId: 1, category, priority };
    await storage.unit((unit) => openTicket(deps, unit, wanted, first, { askedIn: null, by: KEY }));
  }

  /** To an offer that is open, or to any that was ever made. */
  async #answer({ which, isLate, says }: Extract<Step, { kind: 'answer' }>): Promise<void> {
    const { deps, storage } = this.room;
    const where = isLate ? {} : ({ state: 'offered' } as const);
    const offers = await storage.read((reader) => reader.find(OfferSchema, { where, order: { id: 'DESC' } }));
    const offer = nth(offers, which);
    if (!offer) return;
    await storage.unit(async (unit) => {
      const asked = await unit.findOne(AgentSchema, { where: { id: offer.agentId } });
      await (says === 'accept' ? acceptOffer : passOffer)(deps, unit, offer.id, asked!, byAgent(offer.agentId));
    });
  }

  async #reply({ which, agent, isPublic }: Extract<Step, { kind: 'reply' }>): Promise<void> {
    const agentId = this.agents[agent]!;
    await this.#with(which, true, async (unit, ticket) => {
      const speaks = await unit.findOne(AgentSchema, { where: { id: agentId } });
      await acceptByReply(this.room.deps, unit, ticket, speaks!, { isPublic, by: byAgent(agentId) });
    });
  }

  /** An offer expires, a new round begins, or the first in the queue are told their places. */
  async #letTimePass(which: number): Promise<void> {
    const timer = nth(await this.world.timers(), which);
    if (timer) await this.world.ring(this.room, timer);
  }

  /** Does something with one of the tickets that are open, or that are not. */
  async #with(which: number, open: boolean, act: (unit: Unit, ticket: Ticket) => Promise<unknown>): Promise<void> {
    const { storage } = this.room;
    const tickets = await storage.read((reader) => reader.find(TicketSchema, { order: { id: 'DESC' } }));
    const chosen = nth(
      tickets.filter(({ status }) => isOpen(status) === open),
      which,
    );
    if (!chosen) return;
    await storage.unit(async (unit) => {
      const ticket = await lockTicket(unit, chosen.id);
      if (isOpen(ticket.status) === open) await act(unit, ticket);
    });
  }
}

const nth = <T>(those: readonly T[], which: number): T | undefined => those[which % Math.max(1, those.length)];
