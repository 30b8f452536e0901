import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { AppError } from '../../src/errors.ts';
import { parse } from '../../src/validation.ts';

const ticket = z.object({
  subject: z.string().min(1),
  category: z.enum(['accounting', 'other']).optional(),
  merchantId: z.number().int().positive(),
  email: z.email().optional(),
  specialties: z.array(z.string().max(5)).max(2).default([]),
});

function refusal(value: unknown, schema: z.ZodType = ticket): AppError {
  try {
    parse(schema, value);
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error('was accepted');
}

describe('parse', () => {
  test('returns what the schema makes of a good value', () => {
    expect(parse(ticket, { subject: 'Payout', merchantId: 7, extra: 1 })).toEqual({
      subject: 'Payout',
      merchantId: 7,
      specialties: [],
    });
  });

  test('says one sentence for each field that is wrong', () => {
    const error = refusal({ subject: '', category: 'billing', merchantId: 'seven', email: 'ada' });
    expect(error).toMatchObject({ status: 400, code: 'invalid' });
    expect(error.message).toBe(
      'subject must be a text that is not empty. category must be accounting or other. ' +
        'merchantId must be a number. email must be an e-mail address.',
    );
    expect(error.details).toMatchObject({ fields: { merchantId: 'merchantId must be a number.' } });
  });

  test('names what is missing', () => {
    expect(refusal({}).message).toBe('subject is missing. merchantId is missing.');
  });

  test('names a place inside a list', () => {
    const error = refusal({ subject: 'a', merchantId: 1, specialties: ['ok', 'much too long'] });
    expect(error.message).toBe('specialties.1 must be a text of at most 5 characters.');
  });

  test.each([
    [z.object({ n: z.number().min(1) }), { n: 0 }, 'n must be at least 1.'],
    [z.object({ n: z.number().gt(0) }), { n: 0 }, 'n must be more than 0.'],
    [z.object({ n: z.number().lt(9) }), { n: 9 }, 'n must be less than 9.'],
    [z.object({ n: z.int() }), { n: 1.5 }, 'n must be a whole number.'],
    [z.object({ n: z.number().multipleOf(5) }), { n: 3 }, 'n must be a multiple of 5.'],
    [z.object({ list: z.array(z.string()).min(2) }), { list: [] }, 'list must be a list of at least 2.'],
    [z.object({ on: z.boolean() }), { on: 'yes' }, 'on must be true or false.'],
    [z.object({ role: z.literal('desk') }), {}, 'role must be desk.'],
    [z.object({ at: z.iso.datetime() }), { at: 'today' }, 'at must be a time like 2026-01-31T09:00:00Z.'],
    [z.strictObject({}), { a: 1, b: 2 }, 'request does not know a and b.'],
    [z.object({ n: z.string().refine(() => false, 'must be kind') }), { n: 'x' }, 'n must be kind.'],
    [z.object({}), 'text', 'request must be an object.'],
  ])('%# explains %j', (schema, value, message) => {
    expect(refusal(value, schema).message).toBe(message);
  });

  test('never repeats the value', () => {
    expect(refusal({ subject: 's', merchantId: 'xoxb-secret' }).message).not.toContain('xoxb');
  });
});
