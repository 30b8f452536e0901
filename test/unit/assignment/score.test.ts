import { expect, test } from '@jest/globals';
import type { Agent } from '../../../src/assignment/agents/agent.ts';
import { DEFAULT_RULES } from '../../../src/assignment/choice/assignment-rules.ts';
import { byRank, scoreAgent as scoreBy } from '../../../src/assignment/choice/score.ts';
import { anAgent } from './an-agent.ts';

type Matter = Parameters<typeof scoreBy>[2];

const scoreAgent = (agent: Agent, openTickets: number, ticket: Matter, rules = DEFAULT_RULES, openOffers = 0) =>
  scoreBy(agent, { openTickets, openOffers }, ticket, rules);

const best = (ticket: Matter, ...agents: readonly (readonly [Agent, number])[]) =>
  agents.map(([agent, open]) => scoreAgent(agent, open, ticket)).sort(byRank)[0]?.agent.id;

test('each term by itself', () => {
  const agent = anAgent(1, { specialties: ['accounting'] });
  expect(scoreAgent(agent, 4, { category: 'accounting', priority: 'urgent' })).toMatchObject({
    specialty: 50,
    workload: -20,
    pressing: -12,
    total: 18,
  });
  expect(scoreAgent(agent, 4, { category: 'other', priority: 'normal' })).toMatchObject({
    specialty: 0,
    workload: -20,
    pressing: 0,
    total: -20,
  });
  expect(scoreAgent(agent, 1, { category: 'other', priority: 'high' })).toMatchObject({ pressing: -3, total: -8 });
});

test('an offer that is not answered yet weighs as much as a ticket', () => {
  const matter = { category: 'other', priority: 'high' } as const;
  expect(scoreAgent(anAgent(1), 1, matter, DEFAULT_RULES, 2)).toMatchObject({ workload: -15, pressing: -9 });
});

test('the weights are data, and so is what counts as a specialty', () => {
  const agent = anAgent(1, { specialties: ['accounting', 'other'] });
  const weights = { specialty: 7, openTicket: 2, pressing: 0 };
  const rules = { ...DEFAULT_RULES, weights, specialties: ['accounting' as const] };
  expect(scoreAgent(agent, 3, { category: 'accounting', priority: 'urgent' }, rules)).toMatchObject({ total: 1 });
  expect(scoreAgent(agent, 3, { category: 'other', priority: 'urgent' }, rules)).toMatchObject({ total: -6 });
});

test('a specialty outweighs nine open tickets, ten are as many as it is worth', () => {
  const specialist = anAgent(2, { specialties: ['accounting'] });
  const ticket = { category: 'accounting', priority: 'normal' } as const;
  expect(best(ticket, [anAgent(1), 0], [specialist, 9])).toBe(2);
  expect(best(ticket, [anAgent(1), 0], [specialist, 11])).toBe(1);
});

test('of equals, whoever was assigned longest ago; never is longest', () => {
  const ticket = { category: 'other', priority: 'normal' } as const;
  const early = anAgent(1, { lastAssignedAt: new Date(1_000) });
  const late = anAgent(2, { lastAssignedAt: new Date(2_000) });
  expect(best(ticket, [late, 1], [early, 1])).toBe(1);
  expect(best(ticket, [late, 1], [early, 1], [anAgent(3), 1])).toBe(3);
  expect(best(ticket, [anAgent(5), 1], [anAgent(4), 1])).toBe(4);
});
