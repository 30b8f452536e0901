import { z } from 'zod';
import type { ActionOnPost, CommandGiven } from '../../../src/chat/inbound-event.ts';
import { surprising, type Reading } from '../../../src/chat/reading.ts';
import { plain } from '../../../src/chat/rich-text.ts';
import { soundText } from '../../../src/chat/rich-text/sound-text.ts';
import type { TeamsActivity } from '../activity.ts';
import { OPENING } from '../forms/opening.ts';
import { isPersonal, placeOf } from '../place.ts';
import { keyOf } from './key-of.ts';

/** What our buttons say of the form that they ask for. */
const openingSchema = z.object({
  data: z.object({
    [OPENING]: z.union([
      z.object({ action: z.string().min(1).max(150) }),
      z.object({ order: z.string().min(1).max(20), text: z.string().max(10_000) }),
    ]),
  }),
});

/**
 * A click on a button that opens a dialog
 * (learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots). Each is its own, by
 * the id of its request: whoever closed a form may open it again on the same card.
 */
export function readOpening(activity: TeamsActivity): Reading<ActionOnPost | CommandGiven> {
  const opening = openingSchema.safeParse(activity.value).data?.data[OPENING];
  const { id, replyToId: messageId, from, timestamp: at } = activity;
  if (!opening || messageId === undefined || id === undefined) return surprising('dialog that is none of ours');
  const { platform, workspaceId, channelId, threadId } = placeOf(activity);
  const asked = { platform, workspaceId, channelId, userId: from.id, at };
  if ('action' in opening) {
    const { action } = opening;
    const key = keyOf(channelId, messageId, 'opening', from.id, action, id);
    return { kind: 'action-taken', key, ...asked, messageId, action };
  }
  return {
    kind: 'command-given',
    key: keyOf(channelId, messageId, 'opening', from.id, id),
    ...asked,
    ...(threadId !== undefined && { threadId }),
    name: opening.order,
    text: plain(soundText(opening.text)),
    isDirect: isPersonal(activity),
  };
}
