import { randomBytes } from 'node:crypto';
import { AgentSchema } from '../../assignment/agents/agent.schema.ts';
import { WEB_WORKSPACE } from '../../chat/web-workspace.ts';
import type { Clock } from '../../clock.ts';
import { ChannelSchema } from '../../directory/channel.schema.ts';
import { MemberSchema, type MemberRole } from '../../directory/member.schema.ts';
import { MerchantSchema } from '../../directory/merchant.schema.ts';
import type { Reader, Unit } from '../../storage/unit.ts';
import type { Story } from './story.ts';

/** Ids of this telling of the story, by the slugs in it: a page that still shows an earlier one finds nothing there. */
export interface Cast {
  readonly channelOf: (merchantSlug: string) => string;
  readonly userOf: (personSlug: string) => string;
  readonly deskChannelId: string;
}

const DESK = 'desk';

function castOf(telling: string): Cast {
  const here = (slug: string) => `${slug}-${telling}`;
  return { channelOf: here, userOf: here, deskChannelId: here(DESK) };
}

/** Those of the telling that the database holds; null when it holds none. */
export async function findCast(reader: Reader): Promise<Cast | null> {
  const desk = await reader.findOne(ChannelSchema, { where: { ...WEB_WORKSPACE, role: DESK } });
  return desk && castOf(desk.channelId.slice(`${DESK}-`.length));
}

/** Everybody and every place, before anything is said. */
export async function seedPeople(clock: Clock, unit: Unit, { merchants, agents }: Story): Promise<Cast> {
  const cast = castOf(randomBytes(3).toString('hex'));
  const createdAt = clock.now();
  const connect = (channelId: string, role: 'merchant' | 'desk', merchantId: number | null) =>
    unit.insert(ChannelSchema, {
      ...WEB_WORKSPACE,
      channelId,
      role,
      merchantId,
      mode: 'auto',
      lostAt: null,
      foundAt: null,
      createdAt,
    });
  const join = (slug: string, name: string, role: MemberRole, merchantId: number | null) => {
    const userId = cast.userOf(slug);
    return unit.insert(MemberSchema, { userId, name, email: `${userId}@example.com`, role, merchantId, createdAt });
  };

  await connect(cast.deskChannelId, 'desk', null);
  for (const { slug, name, people } of merchants) {
    const merchantId = await unit.insert(MerchantSchema, { name, createdAt });
    await connect(cast.channelOf(slug), 'merchant', merchantId);
    for (const person of people) await join(person.slug, person.name, 'merchant', merchantId);
  }
  for (const { slug, name, specialties } of agents) {
    await join(slug, name, 'agent', null);
    const userId = cast.userOf(slug);
    const email = `${userId}@example.com`;
    const state = { isAvailable: true, capacity: null, lastAssignedAt: null, createdAt };
    await unit.insert(AgentSchema, { name, email, specialties, ...WEB_WORKSPACE, userId, ...state });
  }
  return cast;
}
