import { migrations } from '../../../migrations/index.ts';
import { AgentSchema } from '../../../src/assignment/agents/agent.schema.ts';
import type { MessageRef } from '../../../src/chat/address.ts';
import type { CardAction } from '../../../src/chat/card.ts';
import type { ChatPlatform, PlatformAbilities } from '../../../src/chat/chat-platform.ts';
import { positionOf, type MessageSaid } from '../../../src/chat/inbound-event.ts';
import type { OutgoingMessage } from '../../../src/chat/message.ts';
import { plain, visibleText } from '../../../src/chat/rich-text.ts';
import { ChannelSchema } from '../../../src/directory/channel.schema.ts';
import { MerchantSchema } from '../../../src/directory/merchant.schema.ts';
import { PersonSchema } from '../../../src/directory/person.schema.ts';
import { joinRooms } from '../../../src/join-rooms.ts';
import type { NewJob } from '../../../src/jobs/job.ts';
import { JobSchema } from '../../../src/jobs/job.schema.ts';
import { createLog } from '../../../src/log.ts';
import { schemas } from '../../../src/schemas.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import { waitFor } from '../../support/wait-for.ts';
import { ABILITIES, aStage } from '../delivery/a-stage.ts';

type Name = 'east' | 'west';
const at = (platform: Name) => ({ platform, workspaceId: `W-${platform}` });
const UNA = { ...at('east'), userId: 'U-una', name: 'Una' };
const ADA = { ...at('east'), userId: 'U-ada', name: 'Ada' };
const BO = { ...at('west'), userId: 'U-bo', name: 'Bo' };
export const PEOPLE = { una: UNA, ada: ADA, bo: BO };
type Who = keyof typeof PEOPLE;

/** What stands on a platform. */
export interface Standing {
  readonly ref: MessageRef;
  readonly key: string;
  text: string;
  actions: readonly CardAction[];
}

/** The whole product over two platforms that keep what is posted: a desk on each, and the merchant on one. */
export class TwoDesks {
  readonly posts: Standing[] = [];
  /** Emoji that our bot has put on, by the native id. */
  readonly reactions: string[] = [];
  /** Posts to this platform wait for it. */
  readonly gates: Partial<Record<Name, (key: string) => Promise<void> | undefined>> = {};
  #count = 0;
  #rooms: ReturnType<typeof joinRooms>;

  private constructor(
    readonly storage: Storage,
    abilities: Partial<PlatformAbilities>,
  ) {
    const log = createLog('silent');
    this.#rooms = joinRooms({
      storage,
      log,
      clock: { now: () => new Date() },
      platforms: () => [this.#platform('east', abilities), this.#platform('west', abilities)],
      adminKey: undefined,
      api: { requestsPerMinute: 1_000, trustedProxies: 0 },
      publicUrl: 'https://desk.example.com',
      tickets: { groupingMs: 0, reopenMs: 60_000 },
      worker: { pollMs: 20 },
      outbox: { coalesceMs: 0 },
    });
  }

  static async open(url: string, abilities: Partial<PlatformAbilities> = {}): Promise<TwoDesks> {
    const storage = await openStorage({ url, schemas, migrations });
    await storage.migrate();
    const world = new TwoDesks(storage, abilities);
    await world.#furnish();
    await world.#rooms.worker.start();
    return world;
  }

  async close(): Promise<void> {
    await this.#rooms.worker.stop();
    await this.storage.close();
  }

  /** Somebody says something; @returns the native id */
  async say(who: Who, channelId: string, text: string, threadId?: string): Promise<string> {
    const { said, messageId } = this.saying(who, channelId, text, threadId);
    await this.#rooms.receive(said);
    return messageId;
  }

  saying(who: Who, channelId: string, text: string, threadId?: string) {
    const messageId = this.#nextId();
    const { name: _, ...person } = PEOPLE[who];
    const now = new Date();
    const said: MessageSaid = {
      ...person,
      kind: 'message-said',
      key: `said:${messageId}`,
      channelId,
      messageId,
      ...(threadId !== undefined && { threadId }),
      text: plain(text),
      mentionsBot: false,
      position: positionOf(now) + this.#count,
      at: now,
    };
    return { said, messageId };
  }

  hear(said: MessageSaid) {
    return this.#rooms.receive(said);
  }

  async edit(said: MessageSaid, text: string): Promise<void> {
    const revision = positionOf(new Date()) + (this.#count += 1);
    const { platform, workspaceId, channelId, at } = said;
    const event = { platform, workspaceId, channelId, at, key: `edit:${revision}`, revision } as const;
    await this.#rooms.receive({ ...event, kind: 'message-edited', said: { ...said, text: plain(text) } });
  }

  async reactTo(who: Who, channelId: string, messageId: string): Promise<void> {
    const { name: _, ...person } = PEOPLE[who];
    const revision = positionOf(new Date()) + (this.#count += 1);
    const event = { ...person, channelId, messageId, emoji: '👍', revision, at: new Date(), key: `react:${revision}` };
    await this.#rooms.receive({ ...event, kind: 'reaction-added' });
  }

  /** They click "Assign to me". */
  async take(who: Who, ticketId: number): Promise<void> {
    const { name: _, ...person } = PEOPLE[who];
    const key = `click:${(this.#count += 1)}`;
    await this.#rooms.receive({
      ...person,
      kind: 'action-taken',
      key,
      action: `assign-to-me:${ticketId}`,
      at: new Date(),
    });
  }

  /** Whoever is an agent makes one ticket of two. */
  async merge(who: Who, ticketId: number, into: string): Promise<void> {
    const { name: _, ...person } = PEOPLE[who];
    const formId = `form:${(this.#count += 1)}`;
    await this.#rooms.receive({
      ...person,
      kind: 'form-submitted',
      key: formId,
      formId,
      action: 'ticket-merge',
      context: JSON.stringify({ ticketId }),
      values: { into },
      at: new Date(),
    });
  }

  enqueue(job: NewJob): Promise<boolean> {
    return this.storage.unit((unit) => this.#rooms.worker.enqueue(unit, job));
  }

  /** Whatever was given up is tried again. */
  async retryDead(): Promise<void> {
    const dead = await this.storage.read((reader) => reader.find(JobSchema, { where: { state: 'dead' } }));
    for (const job of dead) await this.storage.unit((unit) => this.#rooms.worker.retry(unit, job));
  }

  async untilQuiet(): Promise<void> {
    const isQuiet = async () => {
      const jobs = await this.storage.read((reader) => reader.find(JobSchema, {}));
      const held = new Set(jobs.flatMap(({ state, inLane, lane }) => (state === 'dead' && inLane ? [lane] : [])));
      const left = jobs.filter(({ state, lane }) => state === 'ready' && !held.has(lane));
      return left.every(({ kind }) => !['post', 'edit', 'emoji', 'tell-moved', 'return-side'].includes(kind));
    };
    await waitFor(isQuiet, { what: 'all to be delivered', explain: () => JSON.stringify(this.posts) });
  }

  /** The texts of a thread, its root first. */
  thread(root: string): string[] {
    return this.posts.filter(({ ref }) => ref.messageId === root || ref.threadId === root).map(({ text }) => text);
  }

  roots(channelId: string): Standing[] {
    return this.posts.filter(({ ref, key }) => ref.channelId === channelId && key.startsWith('desk-card'));
  }

  #nextId = (): string => `m${(this.#count += 1)}`;

  #platform(name: Name, abilities: Partial<PlatformAbilities>): ChatPlatform {
    return aStage({
      name,
      // Slow machines must not take a post that is late to begin for an interrupted one.
      abilities: { ...ABILITIES, requestTimeoutMs: 4_000, ...abilities },
      post: async (to, message, key) => {
        await this.gates[name]?.(key);
        const ref = { ...to, messageId: this.#nextId() };
        this.posts.push({ ref, key, ...shownOf(message) });
        return ref;
      },
      edit: (target, message) => {
        const post = this.posts.find(({ ref }) => ref.messageId === target.messageId);
        if (post) Object.assign(post, shownOf(message));
        return Promise.resolve();
      },
      remove: (target) => {
        const index = this.posts.findIndex(({ ref }) => ref.messageId === target.messageId);
        this.posts.splice(index, 1);
        return Promise.resolve();
      },
      react: (target) => Promise.resolve(void this.reactions.push(`${target.workspaceId} ${target.messageId}`)),
      findDelivered: (_, key) => Promise.resolve(this.posts.find((post) => post.key === key)?.ref ?? null),
      permalink: ({ messageId }) => Promise.resolve(`https://${name}.example/${messageId}`),
      openDirect: ({ userId }) => Promise.resolve({ ...at(name), channelId: `D-${userId}` }),
      findPerson: () => Promise.resolve(null),
    });
  }

  async #furnish(): Promise<void> {
    const now = new Date();
    await this.storage.unit(async (unit) => {
      const merchantId = await unit.insert(MerchantSchema, { name: 'Acme', createdAt: now });
      const channel = { mode: 'auto', lostAt: null, foundAt: null, createdAt: now } as const;
      await unit.insert(ChannelSchema, {
        ...channel,
        ...at('west'),
        channelId: 'C-west',
        role: 'desk',
        merchantId: null,
      });
      await unit.insert(ChannelSchema, {
        ...channel,
        ...at('east'),
        channelId: 'C-east',
        role: 'desk',
        merchantId: null,
      });
      await unit.insert(ChannelSchema, {
        ...channel,
        ...at('east'),
        channelId: 'C-acme',
        role: 'merchant',
        merchantId,
      });
      for (const { name, ...person } of Object.values(PEOPLE)) {
        await unit.insert(PersonSchema, { ...person, name, avatarUrl: null, seenAt: now });
      }
      for (const { name, ...account } of [ADA, BO]) {
        const more = {
          specialties: [],
          isAvailable: false,
          availableSince: null,
          capacity: null,
          lastAssignedAt: null,
        };
        await unit.insert(AgentSchema, { name, email: `${name}@example.com`, ...more, ...account, createdAt: now });
      }
    });
  }
}

function shownOf({ content, author }: OutgoingMessage): Pick<Standing, 'text' | 'actions'> {
  const by = author ? `${author.name}: ` : '';
  if (content.kind === 'file') return { text: `${by}[${content.file.name}]`, actions: [] };
  if (content.kind === 'text') return { text: `${by}${visibleText(content.text)}`, actions: [] };
  const { blocks } = content.card;
  const texts = blocks.flatMap((block) => {
    if (block.kind === 'text') return [visibleText(block.text)];
    return block.kind === 'title' || block.kind === 'note' ? [block.text] : [];
  });
  return {
    text: texts.join('\n'),
    actions: blocks.flatMap((block) => (block.kind === 'actions' ? block.actions : [])),
  };
}
