import type { Agent } from '../../assignment/agents/agent.ts';
import { findAgentByAccount } from '../../assignment/agents/find-agent.ts';
import type { PersonRef } from '../../chat/address.ts';
import { ChannelSchema } from '../../directory/channel.schema.ts';
import type { Channel } from '../../directory/channel.ts';
import { findChannel, findSharedDesk } from '../../directory/find-channel.ts';
import { findGuest } from '../../directory/installations/find-guest.ts';
import { Scope } from '../../directory/scope.ts';
import { conflict, refuse, type AppError } from '../../errors.ts';
import type { Reader } from '../../storage/unit.ts';
import type { Message } from '../../tickets/message.ts';
import { ticketNumber } from '../../tickets/ticket.ts';

/** Where somebody asks about tickets, and whose they may see from there. */
export interface AskingPlace {
  readonly channel: Channel;
  readonly scope: Scope;
}

/** No second ticket is opened from a message of one. */
export const isPartAlready = ({ ticketId }: Pick<Message, 'ticketId'>): AppError =>
  conflict(`This message is part of ${ticketNumber({ id: ticketId })} already.`);

/**
 * In a merchant's channel there are that merchant's tickets alone, whoever asks; at the desk there are all, or those of
 * whom the desk is for, and only for agents.
 * @throws AppError that tells the person where else to ask
 */
export async function findAskingPlace(
  reader: Reader,
  { platform, userId, channelId }: Pick<PersonRef, 'platform' | 'userId'> & { readonly channelId: string },
): Promise<AskingPlace> {
  const channel = await findChannel(reader, platform, channelId);
  switch (channel?.role) {
    case 'merchant':
      if (channel.merchantId === null) throw refuse('Nobody’s tickets are here.');
      return { channel, scope: new Scope(channel.merchantId) };
    case 'desk':
      if (await findAgentByAccount(reader, { platform, userId }))
        return { channel, scope: new Scope(channel.merchantId) };
      throw refuse('Only agents can do this at the desk. Ask an admin to add you as one.');
    case 'digest':
    case undefined:
      throw refuse('No tickets are asked for here. Do it in your support channel, or at the desk.');
  }
}

/**
 * The same for somebody who asks from no channel: an agent asks at the desk, anybody else in the merchants' channels in
 * whose tickets they have taken part; of each merchant one channel, that in which they spoke last.
 */
export async function findAskingPlaces(reader: Reader, person: PersonRef): Promise<AskingPlace[]> {
  const desk = (await findAgentAtHome(reader, person)) && (await findSharedDesk(reader));
  if (desk?.platform === person.platform) return [{ channel: desk, scope: new Scope(desk.merchantId) }];
  const places: AskingPlace[] = [];
  for (const { scope, channelIds } of await findOwnMerchants(reader, person)) {
    const channel = await findOwnChannel(reader, person, scope, channelIds);
    if (channel) places.push({ channel, scope });
  }
  return places;
}

/** The agent who somebody is; in a guest's workspace nobody is one. */
export const findAgentAtHome = async (reader: Reader, person: PersonRef): Promise<Agent | null> =>
  (await findGuest(reader, person)) ? null : findAgentByAccount(reader, person);

/** A merchant whose person somebody is. */
export interface OwnMerchant {
  readonly scope: Scope;
  /** Where they spoke, the latest first. */
  readonly channelIds: readonly string[];
}

/**
 * Of somebody in a guest's workspace the guest alone, whatever they did elsewhere; of anybody else the merchants in whose
 * tickets they took part on the merchant's side, the latest first.
 */
export async function findOwnMerchants(reader: Reader, person: PersonRef): Promise<OwnMerchant[]> {
  const { platform, userId } = person;
  const rows = await reader.query<{ merchantId: number; channelId: string }>(
    `SELECT ticket.merchantId AS merchantId, message.channelId AS channelId FROM message
     JOIN ticket ON ticket.id = message.ticketId
     WHERE message.platform = ? AND message.authorId = ? AND message.side = 'merchant' AND message.agentId IS NULL
     GROUP BY ticket.merchantId, message.channelId ORDER BY MAX(message.saidAt) DESC`,
    [platform, userId],
  );
  const guest = await findGuest(reader, person);
  const merchantIds = guest ? [guest.merchantId] : [...new Set(rows.map(({ merchantId }) => merchantId))];
  return merchantIds.map((merchantId) => ({
    scope: new Scope(merchantId),
    channelIds: rows.filter((row) => row.merchantId === merchantId).map(({ channelId }) => channelId),
  }));
}

async function findOwnChannel(
  reader: Reader,
  { platform }: PersonRef,
  scope: Scope,
  channelIds: readonly string[],
): Promise<Channel | null> {
  const where = scope.own({ role: 'merchant', platform } as const);
  const channels = await reader.find(ChannelSchema, { where, order: { id: 'ASC' } });
  const spokenIn = channelIds.map((id) => channels.find(({ channelId }) => channelId === id));
  return spokenIn.find((channel) => channel !== undefined) ?? channels[0] ?? null;
}
