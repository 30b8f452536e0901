import type { Agent } from '../../assignment/agents/agent.ts';
import { acceptOffer, isInHandOf, passOffer, type Answered } from '../../assignment/offers/answer-offer.ts';
import { findAgent } from '../../assignment/agents/find-agent.ts';
import type { Form } from '../../chat/form.ts';
import type { Unit } from '../../storage/unit.ts';
import type { Actor } from '../../tickets/audit.ts';
import { changeTicket, takeUp } from '../../tickets/change-ticket.ts';
import { lockTicket } from '../../tickets/find-ticket.ts';
import { isOpen } from '../../tickets/ticket-status.ts';
import { ticketNumber, type Ticket } from '../../tickets/ticket.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { composeDetailsForm } from '../forms/details-form.ts';
import { composeMergeForm } from '../forms/merge-form.ts';
import { composeNoteForm } from '../forms/note-form.ts';
import { readTicketWords, whoHasIt } from '../ticket-words.ts';
import type { ActionName, FormAction } from './action-id.ts';
import { retryMessage } from './retry-message.ts';

/** A click, with all that it needs to have its effect. */
export interface Click {
  readonly agent: Agent;
  readonly by: Actor;
  /** An offer's, a ticket's or a message's. */
  readonly id: number;
  readonly choice: string | undefined;
}

/**
 * What a click does. Each may come any number of times and at any time: it changes something once, and only while it
 * still can.
 * @returns what the person is told besides what the card shows; null when the card says all
 */
type Act = (deps: DeskDeps, unit: Unit, click: Click) => Promise<string | null>;

/** @returns a form to fill in, or why there is none */
type OpenForm = (deps: DeskDeps, unit: Unit, click: Click) => Promise<Form | string>;

export const ACTS: { readonly [Name in ActionName]: Name extends FormAction ? OpenForm : Act } = {
  accept: async ({ assignment }, unit, { id, agent, by }) =>
    unlessLate(unit, agent, await acceptOffer(assignment, unit, id, agent, by)),
  pass: async ({ assignment }, unit, { id, agent, by }) =>
    unlessLate(unit, agent, await passOffer(assignment, unit, id, agent, by)),
  'assign-to-me': assignToMe,
  'hand-over': handOver,
  'resolve-mine': resolveMine,
  resolve: async (deps, unit, click) => resolveHeld(deps, unit, await lockTicket(unit, click.id), click),
  reopen,
  close,
  details: async (_deps, unit, { id }) => composeDetailsForm(unit, await lockTicket(unit, id)),
  note: async (_deps, unit, { id }) => composeNoteForm(await lockTicket(unit, id)),
  merge: async (_deps, unit, { id }) => composeMergeForm(unit, await lockTicket(unit, id)),
  retry: retryMessage,
};

const NO_OFFER = 'This offer was not made to you, so nothing was changed.';

async function unlessLate(unit: Unit, agent: Agent, answered: Answered | null): Promise<string | null> {
  if (!answered) return NO_OFFER;
  const { ticket, holds } = answered;
  if (holds) return null;
  const isTheirs = ticket.assignedTo === agent.id && isOpen(ticket.status);
  return isTheirs ? `You have ${ticketNumber(ticket)} already.` : tellWhoHasIt(unit, ticket);
}

async function tellWhoHasIt(unit: Unit, { id }: Ticket): Promise<string> {
  const words = await readTicketWords(unit, id);
  return words ? `Too late: ${whoHasIt(words)}` : 'This ticket is gone.';
}

async function assignToMe({ tickets }: DeskDeps, unit: Unit, { id, agent, by }: Click): Promise<string | null> {
  const ticket = await lockTicket(unit, id);
  if (!isOpen(ticket.status)) return tellWhoHasIt(unit, ticket);
  await give(tickets, unit, ticket, agent, by);
  return null;
}

/** On the agent's own card: one who has it no more, or is no more asked, does not close it over another's head. */
async function resolveMine(deps: DeskDeps, unit: Unit, click: Click): Promise<string | null> {
  const ticket = await lockTicket(unit, click.id);
  if (isOpen(ticket.status) && !(await isInHandOf(unit, ticket, click.agent))) return tellWhoHasIt(unit, ticket);
  return resolveHeld(deps, unit, ticket, click);
}

/** Whoever resolves what nobody has, has done it. */
async function resolveHeld({ tickets }: DeskDeps, unit: Unit, ticket: Ticket, { agent, by }: Click): Promise<null> {
  if (!isOpen(ticket.status)) return null;
  const taken = ticket.assignedTo === null ? await give(tickets, unit, ticket, agent, by) : ticket;
  await changeTicket(tickets, unit, taken, { status: 'resolved' }, by);
  return null;
}

async function reopen({ tickets }: DeskDeps, unit: Unit, { id, by }: Click): Promise<string | null> {
  const ticket = await lockTicket(unit, id);
  if (!isOpen(ticket.status)) await changeTicket(tickets, unit, ticket, { status: 'in_progress' }, by);
  return null;
}

async function close({ tickets }: DeskDeps, unit: Unit, { id, by }: Click): Promise<null> {
  const ticket = await lockTicket(unit, id);
  if (ticket.status !== 'closed') await changeTicket(tickets, unit, ticket, { status: 'closed' }, by);
  return null;
}

/** By hand, so that neither capacity nor absence is in the way; an absent agent is worth a word. */
async function handOver({ tickets }: DeskDeps, unit: Unit, { id, agent, by, choice }: Click): Promise<string | null> {
  const ticket = await lockTicket(unit, id);
  const to = await findAgent(unit, Number(choice ?? NaN));
  if (!to) return 'This agent is not known any more, so nothing was changed. Please choose another one.';
  if (isOpen(ticket.status) && ticket.assignedTo === to.id) return null;
  if (!isOpen(ticket.status) || !(await isInHandOf(unit, ticket, agent))) return tellWhoHasIt(unit, ticket);
  await give(tickets, unit, ticket, to, by);
  return to.isAvailable ? null : `${to.name} has it now, but is away at the moment.`;
}

const give = (tickets: DeskDeps['tickets'], unit: Unit, ticket: Ticket, { id }: Agent, by: Actor): Promise<Ticket> =>
  changeTicket(tickets, unit, ticket, takeUp(ticket, id), by, { manual: true });
