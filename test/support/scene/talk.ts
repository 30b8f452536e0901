import type { User } from '../slack-stand-in/world-types.ts';
import { ask, type Asked } from './ask.ts';
import type { Merchant, Scene } from './scene.ts';

/** A place where one party of a ticket talks. */
export interface Thread {
  readonly channel: string;
  readonly threadTs: string;
}

/** A ticket with its two threads. */
export interface Talk extends Asked {
  /** Who asked. */
  readonly una: User;
  readonly atMerchant: Thread;
  readonly atDesk: Thread;
}

/** Somebody new asks: what one person says within two minutes is one ticket. */
export async function beginTalk(
  scene: Scene,
  merchant: Merchant,
  text: string,
  more: { readonly at?: number } = {},
): Promise<Talk> {
  const una = await scene.slack.addUser({ name: 'Una' });
  const asked = await ask(scene, merchant, una, text, more);
  return {
    ...asked,
    una,
    atMerchant: { channel: asked.said.channel, threadTs: asked.said.ts },
    atDesk: { channel: asked.root.channel, threadTs: asked.root.ts },
  };
}

/** What people said on the other side, as it stands in a thread, in the order in which it was posted. */
export async function copiesIn(scene: Scene, thread: Thread): Promise<string[]> {
  const posts = await scene.slack.posts(thread);
  return posts.filter(({ username }) => username !== undefined).map(({ shown }) => shown);
}

/** Says something, and waits until all that follows from it is done. */
export async function sayIn(
  scene: Scene,
  thread: Partial<Thread> & Pick<Thread, 'channel'>,
  { id: user }: Pick<User, 'id'>,
  text: string,
) {
  const said = await scene.slack.say({ ...thread, user, text });
  await scene.settle();
  return said;
}

/** Posts into a channel wait for a second; what is said and changed meanwhile is settled when they go out. */
export const delayPosts = ({ slack }: Scene, { channel }: Pick<Thread, 'channel'>) =>
  slack.fault({ action: 'rate-limit', retryAfterSeconds: 1, method: 'chat.postMessage', channel });
