import { randomUUID } from 'node:crypto';
import type { SandboxAgent, SandboxMerchant, SandboxWorld } from '../../../src/chat/sandbox.ts';
import type { WireEntry, WireSay } from '../../../adapters/web/wire.ts';
import { Product } from '../product.ts';
import { waitFor } from '../wait-for.ts';
import { SandboxFeed, wordsOf } from './sandbox-feed.ts';

export interface Told {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

type Merchant = SandboxMerchant & { readonly isOffline: boolean; readonly isRemoved: boolean };
export type World = Omit<SandboxWorld, 'merchants'> & { readonly merchants: readonly Merchant[] };

/** The first words of the story's last scene. */
const LAST_WORDS = 'Card reader in the Leeds shop';

/** Whoever tries the sandbox: asks as its page does, and looks at every channel. */
export class SandboxPage {
  private constructor(
    readonly product: Product,
    public world: World,
    public feed: SandboxFeed,
  ) {}

  /** Starts the program and waits until its story is told. What somebody says next is another ticket. */
  static async start(environment: Readonly<Record<string, string>> = {}): Promise<SandboxPage> {
    return SandboxPage.open(await Product.start({ TICKET_GROUPING_SECONDS: '0', ...environment }));
  }

  static async open(product: Product): Promise<SandboxPage> {
    const page = new SandboxPage(product, await readWorld(product), await SandboxFeed.open(product.url));
    page.watchAll();
    await page.untilTold();
    return page;
  }

  get merchants(): readonly Merchant[] {
    return this.world.merchants;
  }

  get desk(): string {
    return this.world.deskChannelId;
  }

  merchant(name: string): Merchant {
    return this.world.merchants.find((merchant) => merchant.name.startsWith(name))!;
  }

  agent(name: string): SandboxAgent {
    return this.world.agents.find((agent) => agent.name.startsWith(name))!;
  }

  /** Somebody's id, by first name. */
  person(name: string): string {
    const people = [...this.world.agents, ...this.world.merchants.flatMap((merchant) => merchant.people)];
    return people.find((person) => person.name.startsWith(name))!.userId;
  }

  /** Every channel there is, direct conversations included. */
  get channels(): string[] {
    const directs = this.world.agents.map(({ userId }) => directOf(userId));
    return [this.desk, ...this.world.merchants.map(({ channelId }) => channelId), ...directs];
  }

  watchAll(): void {
    this.feed.watch(Object.fromEntries(this.channels.map((channelId) => [channelId, 0])));
  }

  async refresh(): Promise<World> {
    this.world = await readWorld(this.product);
    return this.world;
  }

  /** Opens the page anew: what is there now, and nothing of what it had seen. */
  async reload(): Promise<void> {
    await this.feed.close().catch(() => undefined);
    await this.refresh();
    this.feed = await SandboxFeed.open(this.product.url);
    this.watchAll();
  }

  /** The story has been told, it has arrived at the desk, and whoever is asked at its end has been asked. */
  async untilTold(): Promise<void> {
    const northwind = this.merchant('Northwind').channelId;
    await this.feed.untilStands(northwind, (entry) => wordsOf(entry).startsWith(LAST_WORDS), 'the end of the story');
    await this.untilAtDesk(LAST_WORDS);
    await waitFor(
      async () => {
        const { agents, merchants } = await this.refresh();
        return agents.some(({ openOffers }) => openOffers > 0) && merchants.every(({ onTheWay }) => onTheWay === 0);
      },
      { what: 'the last offer of the story', explain: () => JSON.stringify(this.world) },
    );
  }

  post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Told> {
    return postTo(this.product, path, body, headers);
  }

  /** @returns the native id of what was said */
  async say(who: string, channelId: string, text: string, more: Partial<WireSay> = {}): Promise<string> {
    const said = { userId: this.person(who), channelId, threadId: null, clientId: randomUUID(), text, ...more };
    const { status, body } = await this.post('/sandbox/messages', said);
    if (status !== 200) throw new Error(`Said in vain: ${status} ${JSON.stringify(body)}`);
    return String(body['messageId']);
  }

  /** Clicks the button with this label on a card. @returns what only they are told */
  async click(who: string, card: WireEntry, label: string, clientId: string = randomUUID()): Promise<unknown> {
    const { channelId, messageId } = card;
    const action = actionOf(card, label);
    const click = { userId: this.person(who), channelId, messageId, clientId, action, choice: null };
    const { status, body } = await this.post('/sandbox/actions', click);
    if (status !== 200) throw new Error(`Clicked in vain: ${status} ${JSON.stringify(body)}`);
    return body['say'];
  }

  setAvailable(who: string, isAvailable: boolean): Promise<Told> {
    return this.post(`/sandbox/agents/${this.agent(who).agentId}/availability`, { isAvailable });
  }

  reach(channelId: string, isOffline: boolean): Promise<Told> {
    return this.post(`/sandbox/channels/${channelId}/reach`, { isOffline });
  }

  /** Somebody removes Switchboard from a channel, or invites it again. */
  remove(channelId: string, isRemoved: boolean): Promise<Told> {
    return this.post(`/sandbox/channels/${channelId}/membership`, { isRemoved });
  }

  reset(): Promise<Told> {
    return this.post('/sandbox/reset', {});
  }

  /** The card at the desk under which a ticket is talked about. */
  untilAtDesk(words: string): Promise<WireEntry> {
    return this.feed.untilStands(this.desk, (entry) => entry.threadId === null && wordsOf(entry).includes(words));
  }

  /** Whom a ticket is offered to, and the card that asks them. */
  async untilOffered(words: string): Promise<{ readonly agent: SandboxAgent; readonly card: WireEntry }> {
    return waitFor(
      () => {
        for (const agent of this.world.agents) {
          const direct = this.feed.standing(directOf(agent.userId));
          const card = direct.find((entry) => wordsOf(entry).includes(words) && canClick(entry, 'Accept'));
          if (card) return { agent, card };
        }
        return undefined;
      },
      { what: `an offer of "${words}"` },
    );
  }

  async close(): Promise<void> {
    await this.feed.close().catch(() => undefined);
    await this.product.close();
  }
}

export const directOf = (userId: string): string => `dm-${userId}`;

export const canClick = (card: WireEntry, label: string): boolean => buttonsOf(card).some((it) => it.label === label);

function actionOf(card: WireEntry, label: string): string {
  const button = buttonsOf(card).find((it) => it.label === label);
  if (!button) throw new Error(`There is no button "${label}" on ${wordsOf(card)}`);
  return button.action;
}

function buttonsOf({ content }: WireEntry): { readonly label: string; readonly action: string }[] {
  if (content.kind !== 'card') return [];
  return content.card.blocks.flatMap((block) =>
    block.kind === 'actions' ? block.actions.flatMap((it) => (it.kind === 'button' ? [it] : [])) : [],
  );
}

export async function readWorld({ url }: Product): Promise<World> {
  return (await (await fetch(`${url}/sandbox/world`)).json()) as World;
}

/** A POST as the product's own page sends it, unless the headers say otherwise. */
export async function postTo(
  { url }: Product,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Told> {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: url, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Told['body'] };
}
