import { describe, expect, test } from '@jest/globals';
import { AppError } from '../../../src/errors.ts';
import {
  checkStatusChange,
  isOpen,
  statusAfterMessage,
  TICKET_STATUSES,
  type TicketStatus,
} from '../../../src/tickets/ticket-status.ts';

const ALLOWED: Record<TicketStatus, string> = {
  new: 'in_progress pending_merchant pending_agent pending_customer resolved closed',
  in_progress: 'pending_merchant pending_agent pending_customer resolved closed',
  pending_merchant: 'in_progress pending_agent pending_customer resolved closed',
  pending_agent: 'in_progress pending_merchant pending_customer resolved closed',
  pending_customer: 'in_progress pending_merchant pending_agent resolved closed',
  resolved: 'in_progress pending_agent closed',
  closed: 'in_progress pending_agent',
};

describe.each(TICKET_STATUSES)('from %s', (from) => {
  test.each(TICKET_STATUSES)('to %s', (to) => {
    const change = () => checkStatusChange(from, to);
    if (from === to || ALLOWED[from].split(' ').includes(to)) expect(change).not.toThrow();
    else {
      expect(change).toThrow(AppError);
      expect(change).toThrow(`cannot become ${to}. It can become: ${ALLOWED[from].replaceAll(' ', ', ')}.`);
    }
  });
});

test('open means neither resolved nor closed', () => {
  expect(TICKET_STATUSES.filter((status) => !isOpen(status))).toEqual(['resolved', 'closed']);
});

test.each([
  ['new', 'merchant', true, null],
  ['new', 'agent', true, 'pending_merchant'],
  ['in_progress', 'merchant', true, 'pending_agent'],
  ['pending_merchant', 'merchant', false, 'pending_agent'],
  ['pending_agent', 'agent', false, 'pending_merchant'],
  ['resolved', 'merchant', true, 'pending_agent'],
  ['resolved', 'merchant', false, null],
  ['resolved', 'agent', true, null],
  ['closed', 'merchant', true, 'pending_agent'],
  ['closed', 'agent', true, null],
] as const)('%s, then the %s speaks (reopens: %s) → %s', (status, by, reopens, after) => {
  expect(statusAfterMessage(status, by, reopens)).toBe(after);
});
