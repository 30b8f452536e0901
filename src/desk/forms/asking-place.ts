import { findAgentByAccount } from '../../assignment/agents/find-agent.ts';
import type { PersonRef } from '../../chat/address.ts';
import type { Channel } from '../../directory/channel.ts';
import { findChannel } from '../../directory/find-channel.ts';
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
      throw refuse('Only agents can do this at the desk. An admin adds an agent with `/desk agent`.');
    case 'digest':
    case undefined:
      throw refuse('No tickets are asked for here. Use `/ticket` in your support channel, or at the desk.');
  }
}
