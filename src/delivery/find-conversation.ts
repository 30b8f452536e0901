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
  const known = await findThread(unit, at.platform, at.channelId, at.threadId);
  return known ?? insert(unit, { ...at, personId: null });
}

/** A thread whose first message is still to be posted into the channel. */
export function planThread(unit: Unit, at: Address): Promise<Conversation> {
  return insert(unit, { ...at, threadId: null, personId: null });
}

/** The direct conversation between our bot and a person. */
export async function openDirect(unit: Unit, { platform, workspaceId, userId }: PersonRef): Promise<Conversation> {
  const who = { platform, workspaceId, personId: userId };
  const known = await unit.findOne(ConversationSchema, { where: who });
  return known ?? insert(unit, { ...who, channelId: null, threadId: null });
}

async function insert(unit: Unit, conversation: Omit<Conversation, 'id'>): Promise<Conversation> {
  const { platform, workspaceId, channelId, threadId, personId } = conversation;
  const row = { platform, workspaceId, channelId, threadId, personId };
  return { id: await unit.insert(ConversationSchema, row), ...row };
}
