import type { SandboxWorld } from '../../../src/chat/sandbox.ts';
import { notFound } from '../../../src/errors.ts';

/** Agents talk everywhere, a merchant's people in their own channel. @throws AppError `not_found` */
export function checkTakesPart(world: SandboxWorld, userId: string, channelId: string): void {
  const { isAgent, home } = checkIsHere(world, userId);
  const { merchants, deskChannelId } = world;
  const places = isAgent ? [deskChannelId, ...merchants.map((merchant) => merchant.channelId)] : [home?.channelId];
  if (!places.includes(channelId)) throw notFound('channel');
}

/** A page may still show people of before a reset. @throws AppError `not_found` */
export function checkIsHere({ merchants, agents }: SandboxWorld, userId: string) {
  const isAgent = agents.some((agent) => agent.userId === userId);
  const home = merchants.find(({ people }) => people.some((person) => person.userId === userId));
  if (!isAgent && !home) throw notFound('person');
  return { isAgent, home };
}
