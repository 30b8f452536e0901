import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createTeamsPlatform } from '../../adapters/teams/create-teams-platform.ts';
import { MESSAGES_PATH } from '../../adapters/teams/messages-endpoint.ts';
import type { TeamsAppConfig } from '../../adapters/teams/teams-config.ts';
import { migrations } from '../../migrations/index.ts';
import { createApp, type App } from '../../src/app.ts';
import { createLog } from '../../src/log.ts';
import { schemas } from '../../src/schemas.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import type { Storage } from '../../src/storage/storage.ts';
import type { TestDatabase } from './databases.ts';
import { startTeamsStandIn, type TeamsStandIn } from './teams-stand-in/start-teams-stand-in.ts';
import type { TeamsPerson } from './teams-stand-in/world.ts';
import { waitFor } from './wait-for.ts';

const ADMIN_KEY = 'a-key-for-tests-only';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Where something is said. */
export interface SaidIn {
  readonly conversation: string;
  readonly kind?: 'personal' | 'channel' | 'groupChat';
  /** Of a channel: the team that it belongs to. */
  readonly team?: string;
  readonly tenant?: string;
}

/** The product with Teams alone, in this process. */
export class TeamsWorld {
  private constructor(
    readonly teams: TeamsStandIn,
    readonly storage: Storage,
    readonly app: App,
    readonly url: string,
    private readonly clock: { ahead: number },
  ) {}

  static async open(database: TestDatabase, type: TeamsAppConfig['type'] = 'SingleTenant'): Promise<TeamsWorld> {
    const teams = await startTeamsStandIn(type);
    const storage = await openStorage({ url: await database.createUrl(), schemas, migrations });
    await storage.migrate();
    const log = createLog('silent');
    const ahead = { ahead: 0 };
    const clock = { now: () => new Date(Date.now() + ahead.ahead) };
    const config = { app: teams.app, cloud: teams.cloud };
    const app = createApp({
      storage,
      platforms: (ports) => [createTeamsPlatform(config, { log, clock, ...ports })],
      clock,
      log,
      adminKey: ADMIN_KEY,
      api: { requestsPerMinute: 100_000, trustedProxies: 0 },
      publicUrl: 'http://desk.example.com',
      tickets: { groupingMs: 0, reopenMs: 7 * DAY_MS },
    });
    const { port } = (await app.start('127.0.0.1', 0)).address() as AddressInfo;
    const url = `http://127.0.0.1:${port}`;
    teams.appUrl = `${url}${MESSAGES_PATH}`;
    return new TeamsWorld(teams, storage, app, url, ahead);
  }

  async close(): Promise<void> {
    await this.app.stop();
    await this.teams.stop();
  }

  /** Later on, for what follows. */
  pass(days: number): void {
    this.clock.ahead += days * DAY_MS;
    this.teams.world.pass(days * DAY_MS);
  }

  person(name: string, more: Partial<TeamsPerson> = {}): TeamsPerson {
    const person = { id: `29:${name.toLowerCase()}`, name, aadObjectId: randomUUID(), ...more };
    this.teams.world.people.set(person.id, person);
    return person;
  }

  /** A team with its first channel. */
  team(name: string, owners: readonly TeamsPerson[], allows = true): SaidIn & { readonly team: string } {
    const conversation = this.channel(name);
    const ids = new Set(owners.flatMap(({ aadObjectId }) => aadObjectId ?? []));
    this.teams.world.teams.set(conversation, { aadGroupId: randomUUID(), owners: ids, allows });
    return { conversation, team: conversation };
  }

  channel(name: string): string {
    const id = `19:${name}@thread.tacv2`;
    this.teams.world.channels.add(id);
    return id;
  }

  directOf(person: TeamsPerson, tenant?: string): SaidIn {
    return { conversation: this.teams.world.directOf(person.id), kind: 'personal', ...(tenant && { tenant }) };
  }

  groupChat(name: string): SaidIn {
    const conversation = `19:${name}@thread.v2`;
    this.teams.world.channels.add(conversation);
    return { conversation, kind: 'groupChat' };
  }

  /** What a person's client sends. `@` and a name is that person, or our bot. @returns the id of the message */
  async say(who: TeamsPerson, words: string, at: SaidIn, threadId?: string): Promise<string> {
    const known = [this.teams.bot, ...this.teams.world.people.values()];
    const entities: object[] = [];
    const text = words.replace(/@(\w+)/g, (whole, name: string) => {
      const mentioned = known.find((one) => one.name === name);
      if (!mentioned) return whole;
      const { id } = mentioned;
      entities.push({ type: 'mention', text: `<at>${name}</at>`, mentioned: { id, name } });
      return `<at>${name}</at>`;
    });
    const thread = threadId === undefined ? at.conversation : `${at.conversation};messageid=${threadId}`;
    const { id } = this.teams.world.add(thread, who.id, { text });
    await this.tell(who, at, { type: 'message', id, text, textFormat: 'plain', entities }, threadId ?? id);
    return id;
  }

  async tell(who: TeamsPerson, at: SaidIn, activity: Readonly<Record<string, unknown>>, root?: string): Promise<void> {
    const { conversation, kind = 'channel', team, tenant = this.teams.app.tenantId } = at;
    const id = kind === 'channel' && root !== undefined ? `${conversation};messageid=${root}` : conversation;
    const place = team === undefined ? {} : { team: { id: team }, channel: { id: conversation } };
    const { status } = await this.teams.tell(
      this.teams.activity({
        from: { id: who.id, name: who.name, aadObjectId: who.aadObjectId },
        conversation: { id, conversationType: kind, tenantId: tenant },
        channelData: { tenant: { id: tenant }, ...place },
        ...activity,
      }),
    );
    if (status !== 200) throw new Error(`Not taken: ${status}.`);
  }

  /** Gives an order. @returns what comes back, in the thread that it begins, or flat in a chat */
  async order(who: TeamsPerson, words: string, at: SaidIn): Promise<string> {
    const { kind = 'channel', conversation } = at;
    const before = this.posts(conversation).length;
    const id = await this.say(who, words, at);
    const threadId = kind === 'channel' ? id : undefined;
    return waitFor(() => this.posts(conversation, threadId).slice(threadId === undefined ? before : 0)[0], {
      what: `an answer to: ${words}`,
    });
  }

  /** What our bot has posted there and is not gone, as read. */
  posts(conversation: string, threadId?: string): string[] {
    return this.teams.world
      .in(conversation, threadId)
      .filter(({ userId }) => userId === undefined)
      .map(({ activity }) => shownText(activity));
  }

  async api<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.url}/api${path}`, {
      method,
      headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  rows<T>(statement: string): Promise<T[]> {
    return this.storage.read((reader) => reader.query<T & object>(statement));
  }
}

const TAG = /<[^>]*>/g;

function shownText({ text, attachments }: Readonly<Record<string, unknown>>): string {
  if (Array.isArray(attachments)) return wordsOf(attachments).join('\n');
  const html = typeof text === 'string' ? text : '';
  const shown = html
    .replaceAll('\u00A0', ' ')
    .replace(/<br\/?>/g, '\n')
    .replace(TAG, '');
  return shown.replace(/&#(\d+);/g, (_, sign) => String.fromCharCode(Number(sign))).replace(/&quot;/g, '"');
}

function wordsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'text' in value && typeof value.text === 'string' ? [value.text] : [];
  return [...own, ...Object.values(value).flatMap(wordsOf)];
}
