import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import type { TestDatabase } from '../databases.ts';
import type { Clicked, ClickRequest, ShownMessage } from '../slack-stand-in/protocol.ts';
import type { Channel, User } from '../slack-stand-in/world-types.ts';
import { ask, rootOf, type Asked } from './ask.ts';
import { cardOf, untilAsked } from './offers.ts';
import type { SceneOptions } from './scene-options.ts';
import { Scene, type Agent, type ApiTicket, type Merchant } from './scene.ts';

interface Hired {
  readonly isAvailable?: boolean;
  readonly specialties?: string[];
}

/** A merchant and a desk for stories about who gets a ticket. Each begins with nothing open and nobody there. */
export interface Stories {
  readonly scene: Scene;
  readonly acme: Merchant;
  readonly desk: Channel;
  readonly hire: (name: string, more?: Hired) => Promise<Agent>;
  /** Somebody of the merchant's whom nobody has seen before asks for help; all that follows at once is done. */
  readonly ask: (text: string) => Promise<Asked>;
  /** The rules as they come with the product, except these parts. */
  readonly setRules: (changed: Record<string, unknown>) => Promise<void>;
}

/** Tells the tests of a file in one scene; on a shared database two replicas play in it. */
export function tellStories(database: TestDatabase, options: SceneOptions = {}): Stories {
  let scene: Scene;
  let acme: Merchant;
  let desk: Channel;
  let rules: Record<string, unknown>;
  let areChanged = false;

  const setRules = async (changed: Record<string, unknown>) => {
    const wanted = { ...rules, ...changed };
    const { status, body } = await scene.api('PUT', '/assignment-rules', wanted);
    if (status !== 200) throw new Error(`The rules were not taken: ${JSON.stringify(body)}`);
    areChanged = Object.keys(changed).length > 0;
  };

  beforeAll(async () => {
    scene = await Scene.open(database, { replicas: database.name === 'mariadb' ? 2 : 1, ...options });
    acme = await scene.merchant('Acme');
    desk = await scene.desk();
    rules = (await scene.api<{ rules: Record<string, unknown> }>('GET', '/assignment-rules')).body.rules;
  });
  beforeEach(async () => {
    await scene.slack.clearFaults();
    const left = (await scene.tickets('?limit=100')).filter(({ status }) => status !== 'closed');
    await Promise.all(left.map(({ id }) => scene.changeTicket(id, { status: 'closed' })));
    for (const agentId of await presentAgents(scene)) await scene.setAvailable({ agentId }, false);
    if (areChanged) await setRules({});
    await scene.settle();
  });
  afterAll(() => scene.close());

  return {
    get scene() {
      return scene;
    },
    get acme() {
      return acme;
    },
    get desk() {
      return desk;
    },
    hire: (name, { isAvailable = true, specialties = [] } = {}) => scene.agent(name, specialties, isAvailable),
    ask: async (text) => ask(scene, acme, await scene.slack.addUser({ name: 'Una' }), text),
    setRules,
  };
}

/** A ticket and the agent who is asked to take it. */
export interface AnOffer extends Asked {
  readonly ada: Agent;
  readonly bo: Agent;
  readonly cy: Agent;
  /** What Ada sees. */
  readonly card: ShownMessage;
}

/** Ada, who knows such matters best, is asked; Bo would be next, and Cy is away. */
export async function anOffer({ scene, hire, ask }: Stories): Promise<AnOffer> {
  const ada = await hire('Ada', { specialties: ['other'] });
  const bo = await hire('Bo');
  const cy = await hire('Cy', { isAvailable: false });
  const asked = await ask('The payout is wrong');
  await untilAsked(scene, asked.ticket.id, ada);
  return { ...asked, ada, bo, cy, card: await cardOf(scene, ada, asked.ticket.id) };
}

async function presentAgents(scene: Scene): Promise<number[]> {
  const { body } = await scene.api<{ agents: { id: number; isAvailable: boolean }[] }>(
    'GET',
    '/support-agents?limit=100',
  );
  return body.agents.filter(({ isAvailable }) => isAvailable).map(({ id }) => id);
}

type How = Partial<Pick<ClickRequest, 'choice' | 'copies' | 'seen'>>;

/** A click on a message of ours. */
export const clickOn = (
  { slack }: Scene,
  { channel, ts }: ShownMessage,
  { id: user }: User,
  label: string,
  how: How = {},
): Promise<readonly Clicked[]> => slack.click({ channel, ts, user, label, ...how });

/** A click on what somebody's screen still shows, whatever has become of it meanwhile. */
export const clickOld = (scene: Scene, seen: ShownMessage, user: User, label: string, how: How = {}) =>
  clickOn(scene, seen, user, label, { ...how, seen });

/** What a message looks like now. */
export async function lookAgain({ slack }: Scene, { channel, ts }: ShownMessage): Promise<ShownMessage> {
  const posts = await slack.posts({ channel });
  return posts.find((post) => post.ts === ts)!;
}

/** What a person was told in private so far. */
export const toldTo = async ({ slack }: Scene, { id: user }: User): Promise<(string | undefined)[]> =>
  (await slack.ephemerals({ user })).map(({ text }) => text);

/** Waits until a person is told something in private, and resolves to all that they were told. */
export const untilTold = (scene: Scene, user: User): Promise<(string | undefined)[]> =>
  scene.slack.until(`${user.displayName} to be told something`, async () => {
    const told = await toldTo(scene, user);
    return told.length > 0 ? told : null;
  });

/** What the audit trail says was done to a ticket, by whom: `['passed', '7']`. */
export const deedsIn = ({ audit }: ApiTicket): [string, string][] =>
  audit.map(({ action, actor }) => [action, actor.id]);

/** The desk's card of a ticket as it looks now, everything that follows from what was done being done. */
export async function deskCardOf(scene: Scene, ticket: ApiTicket): Promise<ShownMessage> {
  await scene.settle();
  return rootOf(scene, ticket);
}

/** What stands in a card beside the name of a field. */
export const fieldOf = ({ shown }: ShownMessage, label: string): string | undefined =>
  shown.split('\n').find((_line, index, lines) => lines[index - 1] === `*${label}*`);
