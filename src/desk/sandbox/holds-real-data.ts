import { Not } from 'typeorm';
import { AgentSchema } from '../../assignment/agents/agent.schema.ts';
import { WEB_WORKSPACE } from '../../chat/web-workspace.ts';
import { ChannelSchema } from '../../directory/channel.schema.ts';
import { MerchantSchema } from '../../directory/merchant.schema.ts';
import type { Reader } from '../../storage/unit.ts';

/** Whether a database is somebody's own: it knows an outside system, or merchants that the story did not bring. */
export async function holdsRealData(reader: Reader): Promise<boolean> {
  const outside = { platform: Not(WEB_WORKSPACE.platform) };
  if (await reader.findOne(ChannelSchema, { where: outside })) return true;
  if (await reader.findOne(AgentSchema, { where: outside })) return true;
  const desk = await reader.findOne(ChannelSchema, { where: { ...WEB_WORKSPACE, role: 'desk' } });
  return !desk && (await reader.find(MerchantSchema, { take: 1 })).length > 0;
}
