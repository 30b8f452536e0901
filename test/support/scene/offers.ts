import type { ShownMessage } from '../slack-stand-in/protocol.ts';
import { waitFor } from '../wait-for.ts';
import type { Agent, Scene } from './scene.ts';

/** The offers of a ticket, as /api shows them. */
export interface ApiOffers {
  readonly offers: readonly {
    readonly id: number;
    readonly ticketId: number;
    readonly agentId: number;
    readonly round: number;
    readonly state: string;
    readonly offeredAt: string;
    readonly expiresAt: string | null;
    readonly settledAt: string | null;
  }[];
  /** Null while the ticket waits for nobody. */
  readonly waiting: { readonly round: number; readonly queuedAt: string | null; readonly place: number | null } | null;
}

export const offersOf = async (scene: Scene, ticketId: number): Promise<ApiOffers> =>
  (await scene.api<ApiOffers>('GET', `/support-tickets/${ticketId}/offers`)).body;

/** Who is asked to take a ticket at this moment. */
export async function askedFor(scene: Scene, ticketId: number): Promise<number | null> {
  const { offers } = await offersOf(scene, ticketId);
  return offers.find(({ state }) => state === 'offered')?.agentId ?? null;
}

/** Who has a ticket, or is asked to take it. */
export const holderOf = async (scene: Scene, ticketId: number): Promise<number | null> =>
  (await scene.ticket(ticketId)).assignedTo ?? askedFor(scene, ticketId);

/** Waits until this agent is asked. */
export async function untilAsked(scene: Scene, ticketId: number, { agentId, displayName }: Agent): Promise<void> {
  const isAsked = async () => (await askedFor(scene, ticketId)) === agentId;
  await waitFor(isAsked, { what: `ticket ${ticketId} to be offered to ${displayName}`, timeoutMs: 15_000 });
}

/** The latest card about a ticket in an agent's direct conversation, as it looks now; waits for it. */
export async function cardOf(scene: Scene, { id }: Agent, ticketId: number): Promise<ShownMessage> {
  const { id: channel } = await scene.slack.directChannel(id);
  const posts = await scene.slack.untilPosted({ channel, containing: `SB-${1000 + ticketId} ·` });
  return posts.at(-1)!;
}

/** An agent clicks on the latest card about a ticket in their direct conversation. @returns the card as it was seen */
export async function clickCard(
  scene: Scene,
  agent: Agent,
  ticketId: number,
  label: string,
  choice?: string,
): Promise<ShownMessage> {
  const card = await cardOf(scene, agent, ticketId);
  const { channel, ts } = card;
  await scene.slack.click({ channel, ts, user: agent.id, label, ...(choice !== undefined && { choice }) });
  return card;
}

/** Whoever is asked says yes. @returns who that was */
export async function acceptOffer(scene: Scene, ticketId: number, agents: readonly Agent[]): Promise<Agent> {
  const find = async () => {
    const asked = await askedFor(scene, ticketId);
    return agents.find(({ agentId }) => agentId === asked) ?? null;
  };
  const agent = await waitFor(find, { what: `ticket ${ticketId} to be offered`, timeoutMs: 15_000 });
  await clickCard(scene, agent, ticketId, 'Accept');
  return agent;
}
