import { expect, test } from '@jest/globals';
import { assignmentRules, DEFAULT_RULES } from '../../../src/assignment/choice/assignment-rules.ts';
import { parse } from '../../../src/validation.ts';

const { weights, queue } = DEFAULT_RULES;
const rules = (changed: Record<string, unknown> = {}): unknown => ({ ...DEFAULT_RULES, ...changed });

test('the rules that come with the product are right', () => {
  expect(parse(assignmentRules, DEFAULT_RULES)).toEqual(DEFAULT_RULES);
});

test.each([
  ['weights', { ...weights, specialty: 0 }],
  ['weights', { ...weights, pressing: 1_000 }],
  ['specialties', []],
  ['capacity', 1],
  ['capacity', 10_000],
  ['offerTimeoutSeconds', 1],
  ['offerTimeoutSeconds', 86_400],
  ['queue', { order: 'oldest-first', newRoundAfterSeconds: null }],
  ['queue', { order: 'oldest-first', newRoundAfterSeconds: 1 }],
])('%s may be %j', (part, value) => {
  expect(parse(assignmentRules, rules({ [part]: value }))).toMatchObject({ [part]: value });
});

test.each([
  [{ weights: { ...weights, specialty: -1 } }, 'weights.specialty must be at least 0.'],
  [{ weights: { ...weights, openTicket: 1_001 } }, 'weights.openTicket must be at most 1000.'],
  [{ weights: { ...weights, pressing: 0.5 } }, 'weights.pressing must be a whole number.'],
  [{ weights: [50, 5, 3] }, 'weights must be an object.'],
  [{ specialties: ['law'] }, 'specialties.0 must be accounting, customer_issue, technical_issue or other.'],
  [{ specialties: Array(5).fill('other') }, 'specialties must be a list of at most 4.'],
  [{ capacity: 0 }, 'capacity must be at least 1.'],
  [{ capacity: 10_001 }, 'capacity must be at most 10000.'],
  [{ capacity: '3' }, 'capacity must be a number.'],
  [{ offerTimeoutSeconds: 0 }, 'offerTimeoutSeconds must be at least 1.'],
  [{ offerTimeoutSeconds: 86_401 }, 'offerTimeoutSeconds must be at most 86400.'],
  [{ offerTimeoutSeconds: null }, 'offerTimeoutSeconds must be a number.'],
  [{ queue: { ...queue, order: 'random' } }, 'queue.order must be urgent-first or oldest-first.'],
  [{ queue: { ...queue, newRoundAfterSeconds: 0 } }, 'queue.newRoundAfterSeconds must be at least 1.'],
  [{ queue: { ...queue, newRoundAfterSeconds: 86_401 } }, 'queue.newRoundAfterSeconds must be at most 86400.'],
  [{ queue: { ...queue, mood: 'good' } }, 'queue does not know mood.'],
  [{ mood: 'good' }, 'request does not know mood.'],
])('%j is told what would be right', (wrong, sentence) => {
  expect(() => parse(assignmentRules, rules(wrong))).toThrow(new Error(sentence));
});

test.each(['weights', 'specialties', 'capacity', 'offerTimeoutSeconds', 'queue'])('%s must be given', (part) => {
  expect(() => parse(assignmentRules, rules({ [part]: undefined }))).toThrow(new Error(`${part} is missing.`));
});
