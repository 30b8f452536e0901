import fc from 'fast-check';
import {
  TICKET_CATEGORIES,
  TICKET_PRIORITIES,
  type TicketCategory,
  type TicketPriority,
} from '../../../src/tickets/ticket.ts';

export const AGENTS = 4;

/** One thing that somebody does, or that time does. `which` is one of those that there are then, from the newest on. */
export type Step =
  | { readonly kind: 'open'; readonly category: TicketCategory; readonly priority: TicketPriority }
  /** `isLate`: to any offer that was ever made, not only to one that is open. */
  | {
      readonly kind: 'answer';
      readonly which: number;
      readonly isLate: boolean;
      readonly says: 'accept' | 'pass';
    }
  | { readonly kind: 'go'; readonly agent: number }
  | { readonly kind: 'come'; readonly agent: number }
  /** A timer rings: an offer expires, a new round begins. */
  | { readonly kind: 'time'; readonly which: number }
  | { readonly kind: 'end'; readonly which: number; readonly status: 'resolved' | 'closed' }
  | { readonly kind: 'reopen'; readonly which: number }
  /** By hand; null: to nobody. */
  | { readonly kind: 'give'; readonly which: number; readonly to: number | null }
  | { readonly kind: 'press'; readonly which: number; readonly priority: TicketPriority }
  | { readonly kind: 'capacity'; readonly agent: number; readonly capacity: number | null }
  /** How many tickets those take who have no number of their own. */
  | { readonly kind: 'rules'; readonly capacity: number | null }
  | { readonly kind: 'reply'; readonly which: number; readonly agent: number; readonly isPublic: boolean }
  /** So many of the jobs that wait are run. */
  | { readonly kind: 'work'; readonly jobs: number };

type Of<Kind extends Step['kind']> = Extract<Step, { kind: Kind }>;

const which = fc.nat({ max: 11 });
const agent = fc.nat({ max: AGENTS - 1 });
const capacity = fc.constantFrom(1, 2, 3, null);
const priority = fc.constantFrom(...TICKET_PRIORITIES);
const category = fc.constantFrom(...TICKET_CATEGORIES);
const says = fc.constantFrom('accept' as const, 'pass' as const);
const status = fc.constantFrom('resolved' as const, 'closed' as const);
const is = <Kind extends string>(kind: Kind) => fc.constant(kind);

const anyStep = fc.oneof(
  { weight: 8, arbitrary: fc.record<Of<'open'>>({ kind: is('open'), category, priority }) },
  { weight: 8, arbitrary: fc.record<Of<'answer'>>({ kind: is('answer'), which, isLate: fc.boolean(), says }) },
  { weight: 3, arbitrary: fc.record<Of<'go'>>({ kind: is('go'), agent }) },
  { weight: 4, arbitrary: fc.record<Of<'come'>>({ kind: is('come'), agent }) },
  { weight: 4, arbitrary: fc.record<Of<'time'>>({ kind: is('time'), which }) },
  { weight: 3, arbitrary: fc.record<Of<'end'>>({ kind: is('end'), which, status }) },
  { weight: 2, arbitrary: fc.record<Of<'reopen'>>({ kind: is('reopen'), which }) },
  { weight: 2, arbitrary: fc.record<Of<'give'>>({ kind: is('give'), which, to: fc.option(agent, { nil: null }) }) },
  { weight: 5, arbitrary: fc.record<Of<'press'>>({ kind: is('press'), which, priority }) },
  { weight: 4, arbitrary: fc.record<Of<'capacity'>>({ kind: is('capacity'), agent, capacity }) },
  { weight: 1, arbitrary: fc.record<Of<'rules'>>({ kind: is('rules'), capacity }) },
  { weight: 2, arbitrary: fc.record<Of<'reply'>>({ kind: is('reply'), which, agent, isPublic: fc.boolean() }) },
  {
    weight: 12,
    arbitrary: fc.record<Of<'work'>>({ kind: is('work'), jobs: fc.constantFrom(1, 3, Infinity, Infinity) }),
  },
);

/** What happens one after another. */
export const history = (minLength: number, maxLength: number): fc.Arbitrary<Step[]> =>
  fc.array<Step>(anyStep, { minLength, maxLength, size: 'max' });
