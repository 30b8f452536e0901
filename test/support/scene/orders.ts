import type { HttpResult } from '../slack-stand-in/protocol.ts';
import type { Channel, User } from '../slack-stand-in/world-types.ts';
import type { Scene } from './scene.ts';

interface How {
  /** Tells the same order once more from another one. */
  readonly triggerId?: string;
  readonly command?: string;
}

/** Somebody writes `/desk …` in a channel. @returns what only they see */
export async function order(
  scene: Scene,
  who: User,
  { id: channel }: Pick<Channel, 'id'>,
  text: string,
  { command = '/desk', ...how }: How = {},
): Promise<string> {
  return toldBy(await scene.slack.command({ command, text, channel, user: who.id, ...how }));
}

/** What an answer shows to the person alone. @throws Error where it shows more, or came too late */
export function toldBy({ status, body, sentAt, answeredAt }: HttpResult): string {
  if (status !== 200) throw new Error(`The order was answered with ${status}: ${body}`);
  if (answeredAt - sentAt > 3_000) throw new Error(`The order was answered after ${answeredAt - sentAt} ms.`);
  if (body === '') return '';
  const { response_type: seenBy, text } = JSON.parse(body) as { response_type: string; text: string };
  if (seenBy !== 'ephemeral') throw new Error(`Everybody sees the answer: ${body}`);
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** A person as they are picked in an order. */
export const picked = ({ id, displayName }: User): string => `<@${id}|${displayName.toLowerCase()}>`;

/** What was set up in chats and at the API, oldest first: `["channel-connected", "U01"]`. */
export async function deeds(scene: Scene): Promise<[string, string][]> {
  const { body } = await scene.api<{ entries: { action: string; actor: { id: string }; ticketId: number | null }[] }>(
    'GET',
    '/audit?limit=100',
  );
  return body.entries
    .filter(({ ticketId }) => ticketId === null)
    .reverse()
    .map(({ action, actor }) => [action, actor.id]);
}
