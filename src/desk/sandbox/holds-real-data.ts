import { Not } from 'typeorm';
import { AgentSchema } from '../../assignment/agents/agent.schema.ts';
import { WEB_WORKSPACE } from '../../chat/web-workspace.ts';
import { ChannelSchema } from '../../directory/channel.schema.ts';
import { MemberSchema } from '../../directory/member.schema.ts';
import { MerchantSchema } from '../../directory/merchant.schema.ts';
import type { Reader } from '../../storage/unit.ts';

/** Whether a database is somebody's own: it knows an outside system, or people whom the story did not bring. */
export async function holdsRealData(reader: Reader): Promise<boolean> {
  const outside = { platform: Not(WEB_WORKSPACE.platform) };
  if (await reader.findOne(ChannelSchema, { where: outside })) return true;
  if (await reader.findOne(AgentSchema, { where: outside })) return true;
  const desk = await reader.findOne(ChannelSchema, { where: { ...WEB_WORKSPACE, role: 'desk' } });
  if (desk) return false;
  const people = [MerchantSchema, MemberSchema, AgentSchema].map((schema) => reader.find<object>(schema, { take: 1 }));
  return (await Promise.all(people)).some((found) => found.length > 0);
}
