import type { PLATFORM_NAMES } from '../../../src/chat/platform-names.ts';
import { addMember } from '../scene/members.ts';
import type { Scene } from '../scene/scene.ts';
import type { Party } from './party.ts';
import { inSlack } from './slack-party.ts';
import { inTeams } from './teams-party.ts';
import { inWeb } from './web-party.ts';

export type PlatformName = (typeof PLATFORM_NAMES)[number];

/** On which platform each side of a ticket talks. */
export interface Sides<T = PlatformName> {
  readonly merchant: T;
  readonly agent: T;
}

/** Somebody new who talks in a channel of their own. */
interface Cast {
  readonly party: Party;
  readonly account: { readonly platform: PlatformName; readonly workspaceId: string; readonly userId: string };
  readonly channel: { readonly platform: PlatformName; readonly workspaceId: string; readonly channelId: string };
}

type Casting = (scene: Scene, name: string, member: Parameters<typeof addMember>[1]) => Promise<Cast>;

const CASTINGS: Readonly<Record<PlatformName, Casting>> = {
  async slack(scene, name) {
    const of = { platform: 'slack', workspaceId: scene.slack.home.teamId } as const;
    const user = await scene.slack.addUser({ name });
    const channel = await scene.slack.addChannel({ name: name.toLowerCase() });
    const party = inSlack(scene, channel, user);
    return { party, account: { ...of, userId: user.id }, channel: { ...of, channelId: channel.id } };
  },
  teams(scene, name) {
    const of = { platform: 'teams', workspaceId: scene.teams.tenantId } as const;
    const person = scene.teams.add(name);
    const place = scene.teams.addChannel(name.toLowerCase());
    return Promise.resolve({
      party: inTeams(scene, place, person),
      account: { ...of, userId: person.id },
      channel: { ...of, channelId: place.conversation },
    });
  },
  async web(scene, name, wanted) {
    const of = { platform: 'web', workspaceId: 'web' } as const;
    const member = await addMember(scene, wanted);
    const channelId = `of-${member.userId}`;
    const party = inWeb(scene, channelId, member);
    return { party, account: { ...of, userId: member.userId }, channel: { ...of, channelId } };
  },
};

/** A merchant who asks on one platform, and a desk for them alone on another one, or the same. */
export async function makePair(scene: Scene, { merchant, agent }: Sides): Promise<Sides<Party>> {
  const name = `${merchant} to ${agent}`;
  const {
    merchant: { id: merchantId },
  } = await scene.make<{ merchant: { id: number } }>('/merchants', { name });
  const una = await CASTINGS[merchant](scene, `Una-${agent}`, { name: `Una-${agent}`, role: 'merchant', merchantId });
  const ada = await CASTINGS[agent](scene, `Ada-${merchant}`, { name: `Ada-${merchant}`, role: 'agent' });
  // Not available: nobody is asked to take anything, and what is said is said in threads alone.
  const email = `ada-${merchant}-${agent}@example.com`;
  await scene.make('/support-agents', {
    ...ada.account,
    name: ada.party.name,
    email,
    specialties: [],
    isAvailable: false,
  });
  await scene.make('/channels', { ...una.channel, role: 'merchant', merchantId });
  await scene.make('/channels', { ...ada.channel, role: 'desk', merchantId });
  return { merchant: una.party, agent: ada.party };
}
