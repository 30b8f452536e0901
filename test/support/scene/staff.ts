import { DEFAULT_RULES, type AssignmentRules } from '../../../src/assignment/choice/assignment-rules.ts';
import { askedFor, cardOf, untilAsked } from './offers.ts';
import type { Agent, ApiTicket, Merchant, Scene } from './scene.ts';
import { clickOn } from './stories.ts';

/** Follow from a choice, or wait for their time: no choice waits for them. */
const NO_CHOICE = ['post', 'edit', 'queue-moved'];

interface Hired {
  readonly specialties?: string[];
  readonly capacity?: number | null;
  readonly isAvailable?: boolean;
}

/** Who works in a story about who gets what, by which rules, and what is asked of them. */
export class Staff {
  readonly #hired: Agent[] = [];
  #turn = 0;

  constructor(
    private readonly scene: Scene,
    private readonly merchant: Merchant,
  ) {}

  /** An agent with an account, who is there at once unless they are said not to be. */
  async hire(name: string, { specialties = [], capacity = null, isAvailable = true }: Hired = {}): Promise<Agent> {
    const agent = await this.scene.agent(name, specialties, false);
    this.#hired.push(agent);
    if (capacity !== null) await this.setCapacity(agent, capacity);
    if (isAvailable) await this.scene.setAvailable(agent, true);
    return agent;
  }

  async setCapacity({ agentId }: Agent, capacity: number | null): Promise<void> {
    const { status } = await this.scene.api('PATCH', `/support-agents/${agentId}`, { capacity });
    if (status !== 200) throw new Error(`The capacity of agent ${agentId} could not be set: ${status}`);
  }

  /** What is not given is as it comes with the product. */
  async setRules(rules: Partial<AssignmentRules>): Promise<void> {
    const { status, body } = await this.scene.api('PUT', '/assignment-rules', { ...DEFAULT_RULES, ...rules });
    if (status !== 200) throw new Error(`The rules could not be set: ${JSON.stringify(body)}`);
  }

  /** Opens a ticket; the replicas take turns. @returns its id */
  async open(subject: string, more: Record<string, unknown> = {}): Promise<number> {
    this.#turn = (this.#turn + 1) % this.scene.apps.length;
    const body = { subject, description: `${subject}, please help`, merchantId: this.merchant.id, ...more };
    const answer = await this.scene.apiAt<{ ticket: ApiTicket }>(this.#turn, 'POST', '/support-tickets', body);
    if (answer.status !== 201) throw new Error(`${subject} could not be opened: ${JSON.stringify(answer.body)}`);
    return answer.body.ticket.id;
  }

  /** Opens a ticket and waits until somebody is asked, or it queues. */
  async openAndSettle(subject: string, more: Record<string, unknown> = {}): Promise<number> {
    const id = await this.open(subject, more);
    await this.chosen();
    return id;
  }

  /** Waits until every choice that could be made is made; cards and notes may not show it yet. */
  chosen(): Promise<void> {
    return this.scene.untilIdle(20_000, NO_CHOICE);
  }

  /** Who is asked to take these tickets at this moment, by name; null where nobody is. */
  async asked(...ids: readonly number[]): Promise<(string | null)[]> {
    const asked = await Promise.all(ids.map((id) => askedFor(this.scene, id)));
    return asked.map((agentId) => this.nameOf(agentId));
  }

  nameOf(agentId: number | null): string | null {
    return this.#hired.find((agent) => agent.agentId === agentId)?.displayName ?? null;
  }

  /** Whoever is asked says no, on the card with which they were asked this time. */
  async pass(ticketId: number, agent: Agent): Promise<void> {
    await untilAsked(this.scene, ticketId, agent);
    const card = await this.scene.slack.until('a card that asks', async () => {
      const latest = await cardOf(this.scene, agent, ticketId);
      return latest.buttons.includes('Pass') ? latest : null;
    });
    await clickOn(this.scene, card, agent, 'Pass');
    await this.chosen();
  }

  /** A new story: nothing is open, nobody is there, and the rules are those that come with the product. */
  async startAnew(): Promise<void> {
    for (const agent of this.#hired.splice(0)) await this.scene.setAvailable(agent, false);
    const left = (await this.scene.tickets('?limit=100')).filter(({ status }) => status !== 'closed');
    for (const { id } of left) await this.scene.changeTicket(id, { status: 'closed' });
    await this.setRules({});
    await this.chosen();
  }
}
