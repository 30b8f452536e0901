import { z } from 'zod';
import type { Address, MessageRef, PersonRef } from '../../../src/chat/address.ts';
import type { ConversationReference, ConversationReferences } from '../../../src/chat/conversation-references.ts';
import type { OutgoingMessage } from '../../../src/chat/message.ts';
import { PlatformError } from '../../../src/chat/platform-error.ts';
import { conversationOf, isChannel } from '../place.ts';
import { renderMessage } from '../rendering/render-message.ts';
import { TEAMS, type TeamsConfig } from '../teams-config.ts';
import type { TeamsCall } from './teams-calls.ts';
import { isAbsent } from './teams-errors.ts';

export interface SpeakDeps {
  readonly config: TeamsConfig;
  readonly call: TeamsCall;
  readonly references: ConversationReferences;
}

const started = z.object({ id: z.string().min(1), activityId: z.string().min(1) });
const sent = z.object({ id: z.string().min(1) });
const done = z.looseObject({});

/** Posts once: a new thread in a channel, or words in a thread or a chat. */
export async function postMessage(to: Address, message: OutgoingMessage, deps: SpeakDeps): Promise<MessageRef> {
  if (to.visibleTo !== undefined) {
    throw new PlatformError('rejected', 'Teams can show a post to all who are there, or to nobody.');
  }
  return postActivity(to, renderMessage(message), deps);
}

/** The same with what is rendered already. */
export async function postActivity(to: Address, activity: object, deps: SpeakDeps): Promise<MessageRef> {
  const { serviceUrl } = await referenceOf(to, to.channelId, deps);
  if (to.threadId === undefined && isChannel(to.channelId)) {
    const body = { isGroup: true, channelData: { channel: { id: to.channelId } }, activity };
    const { activityId } = await deps.call({ operation: 'start a thread', serviceUrl, path: [], body }, started);
    return { ...to, messageId: activityId };
  }
  const path = [conversationOf(to), 'activities'];
  const { id } = await deps.call({ operation: 'send', serviceUrl, path, body: activity }, sent);
  return { ...to, messageId: id };
}

/** Replaces a post of ours. */
export async function editMessage(target: MessageRef, message: OutgoingMessage, deps: SpeakDeps): Promise<void> {
  const { serviceUrl } = await referenceOf(target, target.channelId, deps);
  const body = { ...renderMessage(message), id: target.messageId };
  await deps.call({ operation: 'update', serviceUrl, path: pathOf(target), body }, done);
}

/** Takes a post of ours away; one that is not there needs no removal. */
export async function removeMessage(target: MessageRef, deps: SpeakDeps): Promise<void> {
  const { serviceUrl } = await referenceOf(target, target.channelId, deps);
  try {
    await deps.call({ operation: 'delete', serviceUrl, path: pathOf(target) }, done);
  } catch (error) {
    if (!isAbsent(error, 'ActivityNotFoundInConversation')) throw error;
  }
}

/** Shows that the bot writes; Teams takes it back by itself after some seconds, and knows no other writer. */
export async function showTyping(to: Address, isTyping: boolean, deps: SpeakDeps): Promise<void> {
  if (!isTyping) return;
  const { serviceUrl } = await referenceOf(to, to.channelId, deps);
  const path = [conversationOf(to), 'activities'];
  await deps.call({ operation: 'show typing', serviceUrl, path, body: { type: 'typing' } }, done);
}

/** The chat between a person and the bot; Teams gives the same one each time. The app must be installed for them. */
export async function openDirect(person: PersonRef, deps: SpeakDeps): Promise<Address> {
  const { workspaceId, userId } = person;
  const { serviceUrl } = await referenceOf(person, userId, deps);
  const { app } = deps.config;
  const body = {
    isGroup: false,
    ...(app && { bot: { id: `28:${app.id}` } }),
    members: [{ id: userId }],
    tenantId: workspaceId,
    channelData: { tenant: { id: workspaceId } },
  };
  const { id } = await deps.call({ operation: 'open a chat', serviceUrl, path: [], body }, sent);
  return { platform: TEAMS, workspaceId, channelId: id };
}

async function referenceOf(
  { workspaceId }: Pick<Address, 'workspaceId'>,
  placeId: string,
  { references }: SpeakDeps,
): Promise<ConversationReference> {
  const found = await references.find({ platform: TEAMS, workspaceId }, placeId);
  if (found) return found;
  throw new PlatformError('gone', 'Nothing was ever heard from this tenant of Teams: install the app there.');
}

const pathOf = (target: MessageRef): string[] => [conversationOf(target), 'activities', target.messageId];
