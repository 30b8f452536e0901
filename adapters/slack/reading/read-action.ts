import { z } from 'zod';
import type { ActionAtHome, ActionOnPost, ActionTaken } from '../../../src/chat/inbound-event.ts';
import { keyOf } from './key-of.ts';
import { skipped, surprising, type Reading } from '../../../src/chat/reading.ts';
import { isLinkId } from '../rendering/render-actions.ts';
import { SLACK } from '../slack-config.ts';
import { dateOf, slackTimestamp } from '../slack-timestamp.ts';

const id = z.string().min(1);

/** Each of the three kinds of elements that our cards have. A choice that was taken back has no option. */
const actionSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('button'), action_id: id, action_ts: slackTimestamp }),
  z.object({
    type: z.literal('static_select'),
    action_id: id,
    action_ts: slackTimestamp,
    selected_option: z.object({ value: id }).nullish(),
  }),
  z.object({
    type: z.literal('overflow'),
    action_id: id,
    action_ts: slackTimestamp,
    selected_option: z.object({ value: id }),
  }),
]);

const person = {
  team: z.object({ id }).nullish(),
  user: z.object({ id, team_id: id.nullish() }),
  // Slack sends one at a time; of several the first is taken.
  actions: z.array(z.unknown()).min(1),
};

/** On a post, or in the home tab; our modals have nothing to click. */
const clickSchema = z.union([
  z.object({
    ...person,
    container: z.object({ type: z.literal('message'), channel_id: id, message_ts: slackTimestamp }),
  }),
  z.object({
    ...person,
    container: z.object({ type: z.literal('view') }),
    view: z.object({ type: z.literal('home') }),
  }),
]);

type Click = z.infer<typeof clickSchema>;

/** A `block_actions` payload as what a person did (docs.slack.dev/reference/interaction-payloads/block_actions-payload). */
export function readAction(payload: unknown): Reading<ActionTaken> {
  const click = clickSchema.safeParse(payload).data;
  const action = actionSchema.safeParse(click?.actions[0]).data;
  const workspaceId = click && workspaceOf(click);
  if (!click || !action || !workspaceId)
    return surprising('block_actions payload of no post and no home, or malformed');
  if (isLinkId(action.action_id)) return skipped('click on a link');
  const choice = action.type === 'static_select' ? action.selected_option?.value : undefined;
  if (action.type === 'static_select' && choice === undefined) return skipped('choice that was taken back');
  // Of a menu it is the choice that says what is to happen.
  const name = action.type === 'overflow' ? action.selected_option.value : action.action_id;
  const done: Omit<ActionAtHome, 'key'> = {
    kind: 'action-taken',
    platform: SLACK,
    workspaceId,
    userId: click.user.id,
    action: name,
    ...(choice !== undefined && { choice }),
    at: dateOf(action.action_ts),
  };
  const what = ['action', click.user.id, name, action.action_ts];
  const post = postOf(click);
  if (!post) return { ...done, key: keyOf(SLACK, workspaceId, 'home', ...what) };
  return { ...done, ...post, key: keyOf(SLACK, post.channelId, post.messageId, ...what) };
}

/** The post that was clicked; null for the home. */
const postOf = ({ container }: Click): Pick<ActionOnPost, 'channelId' | 'messageId'> | null =>
  container.type === 'message' ? { channelId: container.channel_id, messageId: container.message_ts } : null;

/**
 * Our own installation's workspace. In a channel shared by several, `team` stays the one that the post came from, and
 * `user.team_id` is the clicker's (slackapi/java-slack-sdk#1041). Only an organisation-wide installation has no `team`.
 */
const workspaceOf = ({ team, user }: Click): string | undefined => team?.id ?? user.team_id ?? undefined;
