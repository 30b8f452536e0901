import type { CommandGiven, MessageSaid } from '../../../src/chat/inbound-event.ts';
import type { Block, RichText } from '../../../src/chat/rich-text.ts';
import { plain } from '../../../src/chat/rich-text.ts';
import { fromRuns, toRuns, type Run } from '../../../src/chat/rich-text/runs.ts';
import type { TeamsActivity } from '../activity.ts';
import { isPersonal } from '../place.ts';
import { keyOf } from './key-of.ts';

/** Our commands, and the word that asks what there is. */
const COMMAND = /^(desk|ticket|help)(?=\s|$)\s*/i;

/** With the code of a link behind it or nothing: anything else is what people say to each other. */
const JOIN = /^join(?:\s+([\w-]{20,200}))?\s*$/i;

/**
 * What somebody said as the order that it is; undefined for whatever is none. Teams has no slash commands: an order
 * begins with our bot's name, and needs none where the bot is spoken to anyway.
 */
export function readCommand(said: MessageSaid, activity: TeamsActivity): CommandGiven | undefined {
  const found = findOrder(said.text, activity);
  const order = found && orderIn(found);
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
    saidKey: said.key,
    ...(!found.isMarked && { said }),
    ...order,
  };
}

/** Words of which the first could be an order. */
interface Found {
  /** Our bot's name or a slash says that they are one. */
  readonly isMarked: boolean;
  readonly spoken: Run;
  readonly first: string;
  readonly rest: readonly Run[];
  readonly others: RichText;
}

function findOrder([block, ...others]: RichText, activity: TeamsActivity): Found | undefined {
  if (block?.type !== 'paragraph') return undefined;
  const runs = toRuns(block.children);
  const begin = Math.max(
    0,
    runs.findIndex((run) => !isAddress(run, activity)),
  );
  const [spoken, ...rest] = runs.slice(begin);
  const isNamed = runs.slice(0, begin).some(({ leaf }) => leaf.type === 'mention');
  if (spoken?.leaf.type !== 'text' || !(isNamed || isPersonal(activity))) return undefined;
  const first = spoken.leaf.value.trimStart();
  const isMarked = isNamed || first.startsWith('/');
  return { isMarked, spoken, first: first.replace(/^\//, ''), rest, others };
}

function orderIn({ spoken, first, rest, others }: Found): Pick<CommandGiven, 'name' | 'text'> | undefined {
  const join = rest.length === 0 && others.length === 0 ? JOIN.exec(first) : null;
  if (join) return { name: 'join', text: plain(join[1] ?? '') };
  const [before = '', said = ''] = COMMAND.exec(first) ?? [];
  if (said === '') return undefined;
  const name = said.toLowerCase();
  // `help` is one of the orders of the desk.
  const value = name === 'help' ? first : first.slice(before.length);
  const words: Run = { ...spoken, leaf: { type: 'text', value } };
  const text = [...paragraph(fromRuns([words, ...rest])), ...others];
  return { name: name === 'help' ? 'desk' : name, text };
}

const paragraph = (children: Extract<Block, { type: 'paragraph' }>['children']): Block[] =>
  children.length > 0 ? [{ type: 'paragraph', children }] : [];

/** Our bot's name, or the space around it. */
const isAddress = ({ leaf }: Run, { recipient }: TeamsActivity): boolean =>
  leaf.type === 'mention' ? leaf.userId === recipient.id : leaf.type === 'text' && leaf.value.trim() === '';
