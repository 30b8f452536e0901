import type { Address, PersonRef, PlatformName } from '../chat/address.ts';
import type { Reader, Unit } from '../storage/unit.ts';
import { ConversationSchema } from './conversation.schema.ts';
import type { Conversation } from './conversation.ts';

/** The thread whose first message has this native id, when we know it. */
export function findThread(
  reader: Reader,
  platform: PlatformName,
  channelId: string,
  threadId: string,
): Promise<Conversation | null> {
  return reader.findOne(ConversationSchema, { where: { platform, channelId, threadId } });
}

export function findConversation(reader: Reader, id: number): Promise<Conversation | null> {
  return reader.findOne(ConversationSchema, { where: { id } });
}

/** The thread under a message that stands on the platform already. */
export async function openThread(unit: Unit, at: Address & { readonly threadId: string }): Promise<Conversation> {
  const find = () => findThread(unit, at.platform, at.channelId, at.threadId);
  return (await find()) ?? insertUnlessThere(unit, { ...at, personId: null }, find);
}

/** A thread whose first message is still to be posted into the channel. */
export async function planThread(unit: Unit, at: Address): Promise<Conversation> {
  const row = rowOf({ ...at, threadId: null, personId: null });
  return { id: await unit.insert(ConversationSchema, row), ...row };
}

/** The direct conversation between our bot and a person. */
export async function openDirect(unit: Unit, { platform, workspaceId, userId }: PersonRef): Promise<Conversation> {
  const who = { platform, workspaceId, personId: userId };
  const find = () => unit.findOne(ConversationSchema, { where: who });
  return (await find()) ?? insertUnlessThere(unit, { ...who, channelId: null, threadId: null }, find);
}

type NewConversation = Omit<Conversation, 'id'>;

/** Another unit may open the same one at this moment: its commit is waited for, and then it is found. */
async function insertUnlessThere(
  unit: Unit,
  conversation: NewConversation,
  find: () => Promise<Conversation | null>,
): Promise<Conversation> {
  const row = rowOf(conversation);
  const id = await unit.insertOnce(ConversationSchema, row);
  if (id !== null) return { id, ...row };
  const known = await find();
  if (!known) throw new Error('A conversation that another unit opened cannot be found.');
  return known;
}

/** Without what an address has besides. */
const rowOf = ({ platform, workspaceId, channelId, threadId, personId }: NewConversation): NewConversation => ({
  platform,
  workspaceId,
  channelId,
  threadId,
  personId,
});
