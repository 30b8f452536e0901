import { afterAll, beforeAll } from '@jest/globals';
import type { TestDatabase } from '../databases.ts';
import { LivePage } from '../live-page.ts';
import type { Channel } from '../slack-stand-in/world-types.ts';
import { addMember, signIn, urlOf, type Browser } from './members.ts';
import type { SceneOptions } from './scene-options.ts';
import { Scene, type Agent, type ApiTicket, type Merchant } from './scene.ts';

interface Opening {
  /** The last one, unless it is said. */
  readonly replica?: number;
  readonly after?: number;
}

/** Two merchants, a desk, and pages in which people chat. On a shared database two replicas play. */
export interface LiveStories {
  readonly scene: Scene;
  readonly acme: Merchant;
  readonly globex: Merchant;
  readonly desk: Channel;
  /** Opens a ticket through the API and waits until it stands on both sides; Acme's, unless it is said. */
  readonly ticket: (subject: string, merchant?: Merchant) => Promise<ApiTicket>;
  /** Somebody of a merchant's who is signed in; Acme's, unless it is said. */
  readonly customer: (name: string, merchant?: Merchant) => Promise<Browser>;
  /** An agent in Slack who is signed in, too. */
  readonly colleague: (name: string) => Promise<{ readonly agent: Agent; readonly browser: Browser }>;
  /** A page in a ticket's room, with its history. */
  readonly page: (browser: Browser, ticketId: number, opening?: Opening) => Promise<LivePage>;
  /** A page in no room. */
  readonly lobby: (browser: Browser, replica?: number) => Promise<LivePage>;
}

export function tellLiveStories(database: TestDatabase, options: SceneOptions = {}): LiveStories {
  const pages: LivePage[] = [];
  let scene: Scene;
  let acme: Merchant;
  let globex: Merchant;
  let desk: Channel;

  beforeAll(async () => {
    scene = await Scene.open(database, {
      replicas: database.name === 'mariadb' ? 2 : 1,
      ...options,
    });
    acme = await scene.merchant('Acme');
    globex = await scene.merchant('Globex');
    desk = await scene.desk();
  });
  afterAll(async () => {
    await Promise.all(pages.map((page) => page.close()));
    await scene.close();
  });

  const open = async (browser: Browser, query: Readonly<Record<string, number>>, replica?: number) => {
    const at = replica ?? scene.apps.length - 1;
    const page = await LivePage.open(urlOf(scene, at), { token: await browser.pass(at), ...query });
    pages.push(page);
    return page;
  };

  return {
    get scene() {
      return scene;
    },
    get acme() {
      return acme;
    },
    get globex() {
      return globex;
    },
    get desk() {
      return desk;
    },
    async ticket(subject, merchant = acme) {
      const body = { subject, description: `${subject}, please help`, merchantId: merchant.id };
      const answer = await scene.api<{ ticket: ApiTicket }>('POST', '/support-tickets', body);
      if (answer.status !== 201) throw new Error(`${subject} could not be opened: ${JSON.stringify(answer.body)}`);
      await scene.settle();
      return answer.body.ticket;
    },
    customer: async (name, { id: merchantId } = acme) =>
      signIn(scene, await addMember(scene, { name, role: 'merchant', merchantId })),
    async colleague(name) {
      const agent = await scene.agent(name);
      const email = `${agent.id.toLowerCase()}@example.com`;
      return { agent, browser: await signIn(scene, await addMember(scene, { name, role: 'agent', email })) };
    },
    async page(browser, ticketId, { replica, after } = {}) {
      const page = await open(browser, { ticketId, ...(after !== undefined && { after }) }, replica);
      await page.until('recent_messages');
      return page;
    },
    async lobby(browser, replica) {
      const page = await open(browser, {}, replica);
      await page.until('connection_established');
      return page;
    },
  };
}
