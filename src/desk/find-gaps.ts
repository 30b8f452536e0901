import { IsNull, Not } from 'typeorm';
import { AgentSchema } from '../assignment/agents/agent.schema.ts';
import { ChannelSchema } from '../directory/channel.schema.ts';
import type { Channel } from '../directory/channel.ts';
import { findSharedDesk } from '../directory/find-channel.ts';
import type { Reader } from '../storage/unit.ts';

/** What must be set up before tickets can go their way. */
export interface Gap {
  readonly missing: string;
  /** What to do about it. Commands stand between backticks. */
  readonly remedy: string;
}

/** @param sign what stands before an order where this is read */
export async function findGaps(reader: Reader, sign: string): Promise<Gap[]> {
  const merchantChannel = await reader.findOne(ChannelSchema, { where: { role: 'merchant' } });
  const agent = await reader.findOne(AgentSchema, { where: {}, order: { id: 'ASC' } });
  const gap = (missing: string, remedy: string, isThere: unknown): Gap[] => (isThere ? [] : [{ missing, remedy }]);
  return [
    ...gap('a desk', `Write \`${sign}desk here\` in the agents’ channel.`, await findSharedDesk(reader)),
    ...gap('agents', `\`${sign}desk agent\`, then pick somebody with @.`, agent),
    ...gap('a merchant', `Write \`${sign}desk merchant\` and the name in their channel.`, merchantChannel),
  ];
}

/** Channels into which we cannot post any more, the latest first. */
export const findLost = (reader: Reader): Promise<Channel[]> =>
  reader.find(ChannelSchema, { where: { lostAt: Not(IsNull()) }, order: { lostAt: 'DESC', id: 'ASC' } });
