import { z } from 'zod';
import type { ActionOnPost } from '../../../src/chat/inbound-event.ts';
import { surprising, type Reading } from '../../../src/chat/reading.ts';
import type { TeamsActivity } from '../activity.ts';
import { placeOf } from '../place.ts';
import { CARD_ID } from '../rendering/render-card.ts';
import { keyOf } from './key-of.ts';

/** What our cards say of their buttons, and what was chosen in their lists, by the action that it belongs to. */
const clickSchema = z.object({
  action: z.object({
    type: z.literal('Action.Execute'),
    verb: z.string().min(1).max(150),
    data: z.record(z.string(), z.unknown()).optional().catch(undefined),
  }),
});

/**
 * A click (learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards).
 * Teams tells it twice, and once more half a minute later under another id (FACTS): what tells one click from another is
 * the card as it was shown then, who clicked, and what.
 */
export function readAction(activity: TeamsActivity): Reading<ActionOnPost> {
  const click = clickSchema.safeParse(activity.value).data;
  const messageId = activity.replyToId;
  if (!click || messageId === undefined) return surprising('click on no card of ours');
  const { verb, data = {} } = click.action;
  const [choice, card] = [data[verb], data[CARD_ID]].map((value) => (typeof value === 'string' ? value : undefined));
  const { platform, workspaceId, channelId } = placeOf(activity);
  return {
    kind: 'action-taken',
    key: keyOf(channelId, messageId, 'action', activity.from.id, verb, choice ?? '', card ?? ''),
    platform,
    workspaceId,
    channelId,
    messageId,
    userId: activity.from.id,
    action: verb,
    ...(choice && { choice }),
    at: activity.timestamp,
  };
}
