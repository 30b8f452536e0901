import { expect, test } from '@jest/globals';
import { hadTheirSay } from '../../../src/assignment/offers/find-offer.ts';
import type { Offer } from '../../../src/assignment/offers/offer.ts';
import { anAgent } from './an-agent.ts';

const NOON = new Date('2026-01-31T12:00:00Z');
const LATER = new Date('2026-01-31T13:00:00Z');

const anOffer = (agentId: number, state: Offer['state'], settledAt: Date | null = NOON): Offer => ({
  id: agentId,
  ticketId: 1,
  agentId,
  round: 1,
  state,
  offeredAt: NOON,
  expiresAt: null,
  settledAt,
});

test('who passed, let it expire, or is being asked has had their say; who went away before that has not', () => {
  const round = [anOffer(1, 'passed'), anOffer(2, 'expired'), anOffer(3, 'offered', null), anOffer(4, 'withdrawn')];
  expect([
    ...hadTheirSay(
      round,
      [1, 2, 3, 4].map((id) => anAgent(id)),
    ),
  ]).toEqual([1, 2, 3]);
});

test('who has come back since may be asked again', () => {
  const round = [anOffer(1, 'passed'), anOffer(2, 'passed', LATER)];
  const agents = [anAgent(1, { availableSince: LATER }), anAgent(2, { availableSince: LATER })];
  expect([...hadTheirSay(round, agents)]).toEqual([2]);
});
