import type { CommandGiven, MessageSaid } from '../../src/chat/inbound-event.ts';
import type { Block, RichText } from '../../src/chat/rich-text.ts';
import { plain } from '../../src/chat/rich-text.ts';
import { fromRuns, toRuns, type Run } from '../../src/chat/rich-text/runs.ts';
import type { TeamsActivity } from './activity.ts';
import { keyOf } from './key-of.ts';
import { isPersonal } from './place.ts';

/** Our commands, and the word that asks what there is. */
const COMMAND = /^\s*\/?(desk|ticket|help)(?=\s|$)\s*/i;

/**
 * What somebody said as the order that it is; undefined for whatever is none. Teams has no slash commands: an order
 * begins with our bot's name, and needs none where the bot is spoken to anyway.
 */
export function readCommand(said: MessageSaid, activity: TeamsActivity): CommandGiven | undefined {
  const order = orderIn(said.text, activity);
  if (!order) return undefined;
  const { platform, workspaceId, channelId, threadId, userId, at } = said;
  return {
    kind: 'command-given',
    key: keyOf(channelId, said.messageId, 'command'),
    platform,
    workspaceId,
    channelId,
    ...(threadId !== undefined && { threadId }),
    userId,
    at,
    isDirect: isPersonal(activity),
    ...order,
  };
}

function orderIn(
  [first, ...others]: RichText,
  activity: TeamsActivity,
): Pick<CommandGiven, 'name' | 'text'> | undefined {
  if (first?.type !== 'paragraph') return undefined;
  const runs = toRuns(first.children);
  const begin = runs.findIndex((run) => !isAddress(run, activity));
  const [spoken, ...rest] = runs.slice(Math.max(0, begin));
  const addressed = runs.slice(0, Math.max(0, begin)).some(({ leaf }) => leaf.type === 'mention');
  if (spoken?.leaf.type !== 'text' || !(addressed || isPersonal(activity))) return undefined;
  const [before = '', name = ''] = COMMAND.exec(spoken.leaf.value) ?? [];
  if (name === '') return undefined;
  if (name.toLowerCase() === 'help') return { name: 'desk', text: plain('help') };
  const words: Run = { ...spoken, leaf: { type: 'text', value: spoken.leaf.value.slice(before.length) } };
  return { name: name.toLowerCase(), text: [...paragraph(fromRuns([words, ...rest])), ...others] };
}

const paragraph = (children: Extract<Block, { type: 'paragraph' }>['children']): Block[] =>
  children.length > 0 ? [{ type: 'paragraph', children }] : [];

/** Our bot's name, or the space around it. */
const isAddress = ({ leaf }: Run, { recipient }: TeamsActivity): boolean =>
  leaf.type === 'mention' ? leaf.userId === recipient.id : leaf.type === 'text' && leaf.value.trim() === '';
