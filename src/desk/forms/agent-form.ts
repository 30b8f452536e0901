import { z } from 'zod';
import { findAgentByAccount } from '../../assignment/agents/find-agent.ts';
import type { Agent } from '../../assignment/agents/agent.ts';
import type { FormSubmitted } from '../../chat/inbound-event.ts';
import { forbidden } from '../../errors.ts';
import type { Unit } from '../../storage/unit.ts';
import type { Actor } from '../../tickets/audit.ts';
import { lockTicket } from '../../tickets/find-ticket.ts';
import type { Ticket } from '../../tickets/ticket.ts';

const about = z.looseObject({ ticketId: z.number().int() });

/** A form about a ticket that an agent has filled in. */
export interface ByAgent {
  readonly agent: Agent;
  readonly by: Actor;
  /** Held until the unit of work ends. */
  readonly ticket: Ticket;
}

/** @throws AppError for whoever is no agent, and when the ticket is gone */
export async function readByAgent(unit: Unit, event: FormSubmitted, context: unknown): Promise<ByAgent> {
  const agent = await findAgentByAccount(unit, event);
  if (!agent) throw forbidden('Only agents can do this, so nothing was changed. Ask an admin to add you as an agent.');
  const ticket = await lockTicket(unit, about.safeParse(context).data?.ticketId ?? 0);
  return { agent, by: { kind: 'agent', id: String(agent.id), source: event.platform }, ticket };
}
