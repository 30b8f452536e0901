import type { Receive } from '../../chat/chat-platform.ts';
import { positionOf } from '../../chat/inbound-event.ts';
import { plain } from '../../chat/rich-text.ts';
import { WEB_WORKSPACE } from '../../chat/web-workspace.ts';
import { EntrySchema } from '../../delivery/history/entry.schema.ts';
import { findDeskCard } from '../../relay/find-sides.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Reader } from '../../storage/unit.ts';
import { findMessageAt } from '../../tickets/find-ticket.ts';
import { actionId } from '../actions/action-id.ts';
import type { Cast } from './seed-people.ts';
import type { StoryClock } from './story-clock.ts';
import type { Scene } from './story.ts';

export interface TellDeps {
  readonly storage: Storage;
  readonly clock: StoryClock;
  readonly receive: Receive;
}

/** Where a ticket of the story is talked about. */
interface Place {
  readonly ticketId: number;
  readonly channelId: string;
  readonly threadId: string;
}

const idOf = (index: number): string => `scene-${index}`;

/** Whether the story was told to its end, as far as its last words tell. */
export async function isTold(reader: Reader, scenes: readonly Scene[]): Promise<boolean> {
  const messageId = idOf(scenes.findLastIndex(({ does }) => does !== 'resolves'));
  return (await reader.findOne(EntrySchema, { where: { messageId } })) !== null;
}

/**
 * Lets the story happen as it would: through the same door as everything that people do, each scene when all that
 * followed from the one before has arrived. A story that broke off goes on: a scene that has happened changes nothing.
 * @param end ends it early
 */
export async function tellStory(deps: TellDeps, cast: Cast, scenes: readonly Scene[], end: AbortSignal): Promise<void> {
  const places = new Map<string, Place>();
  try {
    for (const [index, scene] of scenes.entries()) {
      if (end.aborted) return;
      deps.clock.setBack(scene.minutesAgo);
      await play(deps, cast, places, scene, idOf(index));
      await untilArrived(deps.storage, end);
    }
  } finally {
    deps.clock.setBack(0);
  }
}

async function play(
  deps: TellDeps,
  cast: Cast,
  places: Map<string, Place>,
  scene: Scene,
  messageId: string,
): Promise<void> {
  const userId = cast.userOf(scene.who);
  if (scene.does === 'asks') {
    const channelId = cast.channelOf(scene.merchant);
    await say(deps, { channelId, messageId, userId }, scene.says);
    places.set(scene.ticket, {
      ticketId: await ticketOf(deps.storage, channelId, messageId),
      channelId,
      threadId: messageId,
    });
    return;
  }
  const place = places.get(scene.ticket);
  if (!place) throw new Error(`The story speaks of ${scene.ticket} before anybody asked.`);
  if (scene.does === 'answers') {
    const { channelId, threadId } = place;
    return say(deps, { channelId, threadId, messageId, userId }, scene.says);
  }
  const channelId = cast.deskChannelId;
  const root = await rootAtDesk(deps.storage, place.ticketId);
  if (scene.does === 'replies') return say(deps, { channelId, threadId: root, messageId, userId }, scene.says);
  const action = actionId('resolve', place.ticketId);
  const key = `${WEB_WORKSPACE.platform}:${channelId}:${messageId}`;
  const click = {
    kind: 'action-taken',
    key,
    channelId,
    messageId: root,
    userId,
    action,
    at: deps.clock.now(),
  } as const;
  await deps.receive({ ...WEB_WORKSPACE, ...click });
}

async function say(
  { receive, clock }: TellDeps,
  where: { channelId: string; messageId: string; userId: string; threadId?: string },
  words: string,
): Promise<void> {
  const at = clock.now();
  await receive({
    ...WEB_WORKSPACE,
    ...where,
    kind: 'message-said',
    key: `${WEB_WORKSPACE.platform}:${where.channelId}:${where.messageId}`,
    text: plain(words),
    mentionsBot: false,
    position: positionOf(at),
    at,
  });
}

async function ticketOf(storage: Storage, channelId: string, messageId: string): Promise<number> {
  const { platform } = WEB_WORKSPACE;
  const message = await storage.read((reader) => findMessageAt(reader, platform, channelId, messageId));
  if (!message) throw new Error('The story asked for something that opened no ticket.');
  return message.ticketId;
}

async function rootAtDesk(storage: Storage, ticketId: number): Promise<string> {
  const post = await storage.read((reader) => findDeskCard(reader, ticketId));
  if (!post?.ref) throw new Error(`Ticket ${ticketId} of the story has no thread at the desk.`);
  return post.ref.messageId;
}

const LOOK_EVERY_MS = 20;
const MOST_LOOKS = 500;

/** Everything that was said has been delivered, and whoever should be asked is asked. */
async function untilArrived(storage: Storage, end: AbortSignal): Promise<void> {
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    if (end.aborted) return;
    const [row] = await storage.read((reader) =>
      reader.query<{ jobs: number }>(
        `SELECT COUNT(*) AS jobs FROM job WHERE state = 'ready' AND kind IN ('post', 'find-agent', 'offer-waiting')`,
      ),
    );
    if (Number(row?.jobs) === 0) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  throw new Error('The story did not get on.');
}
