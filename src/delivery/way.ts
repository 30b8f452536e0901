import type { ChatPlatform } from '../chat/chat-platform.ts';
import { GiveUp, type Job } from '../jobs/job.ts';
import type { Metrics } from '../metrics.ts';
import type { Storage } from '../storage/storage.ts';
import type { Composers } from './compose.ts';
import type { Conversation } from './conversation.ts';
import { DeliverySchema } from './delivery.schema.ts';
import type { Delivery } from './delivery.ts';
import type { DeliveryReport } from './report.ts';
import { findConversation } from './find-conversation.ts';

export interface DeliveryDeps {
  readonly storage: Storage;
  readonly platforms: ReadonlyMap<string, ChatPlatform>;
  readonly composers: Composers;
  readonly metrics: Metrics;
  /** Told of what failed, and of how it ends what was late or failed before. */
  readonly report: DeliveryReport;
}

/** How long a reply waits for a thread that is still to be opened, and an edit for its post, in ms. */
export const NOT_YET_MS = 500;

/** What a job of this room works on. */
export interface Way {
  readonly delivery: Delivery;
  readonly conversation: Conversation;
  readonly platform: ChatPlatform;
}

/** @throws GiveUp when there is no such delivery */
export async function readWay({ storage, platforms }: DeliveryDeps, job: Job): Promise<Way> {
  const { deliveryId } = job.payload as { deliveryId: number };
  return storage.read(async (reader) => {
    const delivery = await reader.findOne(DeliverySchema, { where: { id: deliveryId } });
    const conversation = delivery && (await findConversation(reader, delivery.conversationId));
    if (!conversation) throw new GiveUp(`Delivery ${deliveryId} is not in the database.`);
    const platform = platforms.get(conversation.platform);
    if (!platform) throw new Error(`${conversation.platform} is not switched on: set its variables and restart.`);
    return { delivery, conversation, platform };
  });
}
