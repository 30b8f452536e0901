import type { Agent, Merchant, Person, World } from '../world/world.ts';
import { usePlace } from './use-place.ts';

/** Who somebody is on this page, on either side. */
export interface Cast {
  readonly merchant: Merchant;
  readonly person: Person;
  readonly agent: Agent;
}

/** Until an agent is chosen it is whoever is asked. Null while there is nobody. */
export function useCast({ merchants, agents }: World): Cast | null {
  const chosen = { merchant: usePlace('merchant'), person: usePlace('person'), agent: usePlace('agent') };
  const merchant = merchants.find(({ channelId }) => channelId === chosen.merchant) ?? merchants[0];
  const person = merchant?.people.find(({ userId }) => userId === chosen.person) ?? merchant?.people[0];
  const asked = agents.find(({ openOffers }) => openOffers > 0) ?? agents[0];
  const agent = agents.find(({ userId }) => userId === chosen.agent) ?? asked;
  return merchant && person && agent ? { merchant, person, agent } : null;
}
