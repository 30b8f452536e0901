import type { Said, ShownMessage } from '../slack-stand-in/protocol.ts';
import type { User } from '../slack-stand-in/world-types.ts';
import type { ApiTicket, Merchant, Scene } from './scene.ts';

/** A question, the ticket that it opened, and the root of that ticket's thread at the desk. */
export interface Asked {
  readonly said: Said;
  readonly ticket: ApiTicket;
  readonly root: ShownMessage;
}

/** Somebody asks for help, and everything that follows from it is done. */
export async function ask(
  scene: Scene,
  merchant: Merchant,
  user: User,
  text: string,
  more: { readonly at?: number } = {},
): Promise<Asked> {
  const said = await scene.slack.say({ channel: merchant.channel.id, user: user.id, text, ...more });
  await scene.settle();
  const [newest] = await scene.tickets(`?merchantId=${merchant.id}&limit=1`);
  if (!newest) throw new Error(`Nothing opened for: ${text}`);
  const ticket = await scene.ticket(newest.id);
  return { said, ticket, root: await rootOf(scene, ticket) };
}

/** The root of a ticket's thread at the desk. */
export async function rootOf(scene: Scene, { ticketNumber }: ApiTicket): Promise<ShownMessage> {
  const posts = await scene.slack.posts({ threadTs: null, containing: `${ticketNumber} · ` });
  const root = posts.find(({ shown }) => shown.includes('Replies here go to'));
  if (!root) throw new Error(`${ticketNumber} has no thread at the desk.`);
  return root;
}
