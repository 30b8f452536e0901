import { findElements, type ActionElement, type Option, type PlacedElement } from '../block-elements.ts';
import { wireMessage } from '../wire-message.ts';
import type { Channel, Message, User, Workspace } from '../world-types.ts';

/** Who clicked what and where. */
export interface ClickTarget {
  readonly user: User;
  readonly channel: Channel;
  readonly workspace: Workspace;
  /** As the person saw it. */
  readonly message: Message;
  readonly placed: PlacedElement;
  /** What was chosen, where there was a choice. */
  readonly option?: Option;
}

/** docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export function composeClick(
  target: ClickTarget,
  actionTs: string,
  { responseUrl, triggerId }: { readonly responseUrl: string; readonly triggerId: string },
): Record<string, unknown> {
  const { user, channel, workspace, message } = target;
  const username = user.displayName.toLowerCase();
  return {
    type: 'block_actions',
    user: { id: user.id, username, name: username, team_id: user.teamId },
    api_app_id: workspace.appId,
    token: 'legacy-verification-token',
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: false,
      ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    },
    trigger_id: triggerId,
    team: { id: workspace.teamId, domain: workspace.name.toLowerCase() },
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: channel.id, name: interactionName(channel) },
    message: wireMessage(message, workspace, 'none'),
    state: { values: composeState(target) },
    response_url: responseUrl,
    actions: [composeAction(target, actionTs)],
  };
}

/** What interactions call a channel. */
export const interactionName = ({ type, name }: Channel): string => (type === 'im' ? 'directmessage' : name);

/** Buttons have no state; selects do, chosen or not. */
function composeState({ message, placed, option }: ClickTarget): Record<string, Record<string, unknown>> {
  const values: Record<string, Record<string, unknown>> = {};
  for (const { blockId, element } of findElements(message.blocks)) {
    if (element.type !== 'static_select') continue;
    const isChosen = blockId === placed.blockId && element.action_id === placed.element.action_id;
    const selected = { type: element.type, selected_option: isChosen ? (option ?? null) : null };
    values[blockId] = { ...values[blockId], [element.action_id]: selected };
  }
  return values;
}

function composeAction({ placed, option }: ClickTarget, actionTs: string): Record<string, unknown> {
  const { blockId, element } = placed;
  return {
    action_id: element.action_id,
    block_id: blockId,
    ...aboutElement(element, option),
    type: element.type,
    action_ts: actionTs,
  };
}

function aboutElement(element: ActionElement, option: Option | undefined): Record<string, unknown> {
  if (element.type === 'static_select') return { placeholder: element.placeholder, selected_option: option };
  if (element.type === 'overflow') return { selected_option: option };
  const { text, value, url } = element;
  return { text, ...(value === undefined ? {} : { value }), ...(url === undefined ? {} : { url }) };
}
