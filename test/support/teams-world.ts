import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { createTeamsPlatform } from '../../adapters/teams/create-teams-platform.ts';
import { MESSAGES_PATH } from '../../adapters/teams/receiving/messages-endpoint.ts';
import type { TeamsAppConfig } from '../../adapters/teams/teams-config.ts';
import { migrations } from '../../migrations/index.ts';
import { createApp, type App } from '../../src/app.ts';
import type { ChatPlatform } from '../../src/chat/chat-platform.ts';
import { createLog } from '../../src/log.ts';
import { schemas } from '../../src/schemas.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import type { Storage } from '../../src/storage/storage.ts';
import type { TestDatabase } from './databases.ts';
import {
  activityOf,
  clickOn,
  conversationOf,
  writtenWords,
  type TeamsPlace,
} from './teams-stand-in/client-activities.ts';
import { shownText } from './teams-stand-in/shown-text.ts';
import { startTeamsStandIn, type TeamsStandIn } from './teams-stand-in/start-teams-stand-in.ts';
import type { StandingMessage, TeamsPerson } from './teams-stand-in/world.ts';
import { waitFor } from './wait-for.ts';

const ADMIN_KEY = 'a-key-for-tests-only';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The product with Teams alone, in this process. */
export class TeamsWorld {
  private constructor(
    readonly teams: TeamsStandIn,
    readonly storage: Storage,
    readonly app: App,
    readonly url: string,
    readonly databaseUrl: string,
    private readonly clock: { ahead: number },
  ) {}

  static async open(
    database: TestDatabase,
    type: TeamsAppConfig['type'] = 'SingleTenant',
    otherHomes: readonly string[] = [],
  ): Promise<TeamsWorld> {
    const teams = await startTeamsStandIn(type);
    const databaseUrl = await database.createUrl();
    const storage = await openStorage({ url: databaseUrl, schemas, migrations });
    await storage.migrate();
    const log = createLog('silent');
    const ahead = { ahead: 0 };
    const clock = { now: () => new Date(Date.now() + ahead.ahead) };
    for (const tenant of otherHomes) teams.homes.add(tenant);
    const config = { app: { ...teams.app, otherHomes }, cloud: teams.cloud };
    const app = createApp({
      storage,
      platforms: (ports) => [unhurried(createTeamsPlatform(config, { log, clock, ...ports }))],
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
    return new TeamsWorld(teams, storage, app, url, databaseUrl, ahead);
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
  team(
    name: string,
    owners: readonly TeamsPerson[],
    { allows = true, tenant = this.teams.app.tenantId }: { readonly allows?: boolean; readonly tenant?: string } = {},
  ): TeamsPlace & { readonly team: string } {
    const conversation = this.channel(name);
    const ids = new Set(owners.flatMap(({ aadObjectId }) => aadObjectId ?? []));
    this.teams.world.teams.set(conversation, { aadGroupId: randomUUID(), owners: ids, tenant, allows });
    return { conversation, team: conversation, tenant };
  }

  channel(name: string): string {
    const id = `19:${name}@thread.tacv2`;
    this.teams.world.channels.add(id);
    return id;
  }

  directOf(person: TeamsPerson, tenant?: string): TeamsPlace {
    return { conversation: this.teams.world.directOf(person.id), kind: 'personal', ...(tenant && { tenant }) };
  }

  groupChat(name: string): TeamsPlace {
    const conversation = `19:${name}@thread.v2`;
    this.teams.world.channels.add(conversation);
    return { conversation, kind: 'groupChat' };
  }

  /** What a person's client sends. `@` and a name is that person, or our bot. @returns the id of the message */
  async say(who: TeamsPerson, words: string, at: TeamsPlace, threadId?: string): Promise<string> {
    const written = writtenWords(this.teams, words);
    const place = { ...at, threadId };
    const { id } = this.teams.world.add(conversationOf(place), who.id, { text: written['text'] });
    await this.tell(who, place, { type: 'message', id, ...written }, id);
    return id;
  }

  async tell(
    who: TeamsPerson,
    place: TeamsPlace,
    activity: Readonly<Record<string, unknown>>,
    root?: string,
  ): Promise<string> {
    const told = activityOf(this.teams, { by: who, place, root }, activity);
    let answer = await this.teams.tell(told);
    // Teams sends again what could not be taken, later than tests can wait.
    for (let times = 0; answer.status === 503 && times < 20; times += 1) {
      await pause(50);
      answer = await this.teams.tell(told);
    }
    if (answer.status !== 200) throw new Error(`Not taken: ${answer.status}.`);
    return answer.text;
  }

  /** Gives an order. @returns what comes back, in the thread that it begins, or flat in a chat */
  async order(who: TeamsPerson, words: string, at: TeamsPlace): Promise<string> {
    const { kind = 'channel', conversation } = at;
    const before = this.posts(conversation).length;
    const id = await this.say(who, words, at);
    const threadId = kind === 'channel' ? id : undefined;
    return waitFor(() => this.posts(conversation, threadId).slice(threadId === undefined ? before : 0)[0], {
      what: `an answer to: ${words}`,
    });
  }

  /** Clicks a button of a card that stands there. @returns what the response says */
  click(who: TeamsPerson, at: TeamsPlace, card: StandingMessage, title: string): Promise<string> {
    return this.tell(who, at, clickOn(card, title));
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

  /** How many rows stand in each table, but for the work that goes on beside. */
  async counts(): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { options } of schemas) {
      const { name } = options;
      if (!/^(job|lane)$/.test(name)) counts[name] = (await this.rows(`SELECT * FROM ${name}`)).length;
    }
    return counts;
  }

  rows<T>(statement: string): Promise<T[]> {
    return this.storage.read((reader) => reader.query<T & object>(statement));
  }
}

/** Its pace is not what these tests are about. */
const unhurried = (platform: ChatPlatform): ChatPlatform => ({
  ...platform,
  abilities: { ...platform.abilities, postsPerSecond: 1_000, editsPerSecond: 1_000 },
});
