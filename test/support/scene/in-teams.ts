import type { TeamsPlace } from '../teams-stand-in/client-activities.ts';
import type { TeamsPerson } from '../teams-stand-in/world.ts';
import type { Scene } from './scene.ts';

/** An organisation with a connected channel in Teams. */
export interface TeamsMerchant {
  readonly id: number;
  readonly channel: TeamsPlace;
}

/** A person with an account in Teams who is an agent. */
export type TeamsAgent = TeamsPerson & { readonly agentId: number };

export async function merchantInTeams(scene: Scene, name: string): Promise<TeamsMerchant> {
  const { merchant } = await scene.make<{ merchant: { id: number } }>('/merchants', { name });
  return { id: merchant.id, channel: await channelInTeams(scene, { role: 'merchant', merchantId: merchant.id }) };
}

/** The agents' channel: everybody's, or one merchant's alone. */
export const deskInTeams = (scene: Scene, merchantId?: number): Promise<TeamsPlace> =>
  channelInTeams(scene, { role: 'desk', ...(merchantId !== undefined && { merchantId }) });

export async function agentInTeams(scene: Scene, name: string, isAvailable = true): Promise<TeamsAgent> {
  const person = scene.teams.add(name);
  const { agent } = await scene.make<{ agent: { id: number } }>('/support-agents', {
    name,
    email: `${person.aadObjectId ?? ''}@example.com`,
    specialties: [],
    isAvailable,
    platform: 'teams',
    workspaceId: scene.teams.tenantId,
    userId: person.id,
  });
  return { ...person, agentId: agent.id };
}

async function channelInTeams(scene: Scene, role: { readonly role: string; readonly merchantId?: number }) {
  const channel = scene.teams.addChannel(role.role);
  await scene.teams.quiet();
  const place = { platform: 'teams', workspaceId: scene.teams.tenantId, channelId: channel.conversation };
  await scene.make('/channels', { ...place, ...role });
  return channel;
}
