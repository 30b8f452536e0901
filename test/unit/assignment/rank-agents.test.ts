import { describe, expect, test } from '@jest/globals';
import { DEFAULT_RULES } from '../../../src/assignment/choice/assignment-rules.ts';
import { NO_LOAD } from '../../../src/assignment/agents/find-agent.ts';
import {
  capacityOf,
  chooseAgent,
  isFull,
  rankAgents,
  termsOf,
  type Candidate,
  type Hindrance,
} from '../../../src/assignment/choice/rank-agents.ts';
import { anAgent } from './an-agent.ts';

const capacity = (capacity: number | null) => ({ ...DEFAULT_RULES, capacity });

describe('capacity', () => {
  test("an agent's own number comes before that of the rules", () => {
    expect(capacityOf(anAgent(1, { capacity: 2 }), capacity(5))).toBe(2);
    expect(capacityOf(anAgent(1), capacity(5))).toBe(5);
    expect(capacityOf(anAgent(1), capacity(null))).toBeNull();
  });

  test('tickets and offers fill it together; without a number nobody is ever full', () => {
    const two = anAgent(1, { capacity: 2 });
    const isFullWith = (openTickets: number, openOffers: number) =>
      isFull(two, { openTickets, openOffers }, DEFAULT_RULES);
    expect([isFullWith(0, 1), isFullWith(1, 0), isFullWith(1, 1), isFullWith(0, 2), isFullWith(3, 0)]).toEqual([
      false,
      false,
      true,
      true,
      true,
    ]);
    expect(isFull(anAgent(1), { openTickets: 1_000, openOffers: 0 }, DEFAULT_RULES)).toBe(false);
  });
});

describe('who could take a ticket', () => {
  /** Each of them has one ticket and one offer. */
  const loads = new Map([1, 2, 3, 4].map((agentId) => [agentId, { openTickets: 1, openOffers: 1 }]));
  const agents = [
    anAgent(1, { isAvailable: false, capacity: 2, specialties: ['other'] }),
    anAgent(2, { capacity: 2 }),
    anAgent(3, { capacity: 3 }),
    anAgent(4, { capacity: 2 }),
    anAgent(5, { specialties: ['other'] }),
  ];
  const rank = (priority: 'normal' | 'high' | 'urgent') => {
    const asking = { ticket: { category: 'other', priority } as const, rules: DEFAULT_RULES, asked: new Set([4, 1]) };
    return rankAgents(agents, loads, asking);
  };
  const hindrances = (ranked: readonly Candidate[]) => ranked.map(({ agent, hindrance }) => [agent.id, hindrance]);

  test.each(['normal', 'high'] as const)('away, asked and full are told apart, best first: %s', (priority) => {
    expect(hindrances(rank(priority))).toEqual([
      [5, null],
      [1, 'away'],
      [2, 'full'],
      [3, null],
      [4, 'asked'],
    ]);
  });

  test('nobody is too full for what is urgent, but whoever was asked was asked', () => {
    const found = new Map(rank('urgent').map(({ agent, hindrance }) => [agent.id, hindrance]));
    expect([found.get(2), found.get(4), found.get(1)]).toEqual([null, 'asked', 'away']);
  });

  test('the terms are kept as numbers', () => {
    const [best] = rank('high');
    expect(termsOf(best!)).toEqual({
      agentId: 5,
      ...NO_LOAD,
      specialty: 50,
      workload: 0,
      pressing: 0,
      total: 50,
      hindrance: null,
    });
  });
});

describe('who is chosen', () => {
  const candidate = (id: number, hindrance: Hindrance | null = null): Candidate => ({
    agent: anAgent(id),
    load: NO_LOAD,
    specialty: 0,
    workload: 0,
    pressing: 0,
    total: 0,
    hindrance,
  });
  const chosen = (ranked: readonly Candidate[], previousAgentId: number | null = null) =>
    chooseAgent(ranked, previousAgentId)?.agent.id ?? null;

  test('the first whom nothing hinders', () => {
    expect(chosen([candidate(1, 'away'), candidate(2, 'full'), candidate(3, 'asked'), candidate(4)])).toBe(4);
    expect(chosen([candidate(1, 'away'), candidate(2, 'full')])).toBeNull();
    expect(chosen([])).toBeNull();
  });

  test('whoever had it before only when there is nobody else', () => {
    expect(chosen([candidate(1), candidate(2)], 1)).toBe(2);
    expect(chosen([candidate(1), candidate(2, 'full')], 1)).toBe(1);
    expect(chosen([candidate(1, 'asked'), candidate(2, 'away')], 1)).toBeNull();
  });
});
