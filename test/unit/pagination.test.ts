import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeCursor, encodeCursor, pageQuery, toPage } from '../../src/pagination.ts';
import { parse } from '../../src/validation.ts';

const rows = (...ids: readonly number[]) => ids.map((id) => ({ id }));

describe('cursors', () => {
  test('come back as the id they were made of', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (id) => decodeCursor(encodeCursor(id)) === id),
    );
  });

  test.each(['', 'abc', '7', encodeCursor(7) + '=', Buffer.from('id:0').toString('base64url'), encodeCursor(2 ** 53)])(
    'that are not ours are refused: %s',
    (text) => {
      expect(decodeCursor(text)).toBeNull();
    },
  );
});

describe('the query of a list', () => {
  test('has a limit without being asked', () => {
    expect(parse(pageQuery, {})).toEqual({ limit: 50 });
  });

  test('reads both parts from text', () => {
    expect(parse(pageQuery, { limit: '100', cursor: encodeCursor(42) })).toEqual({ limit: 100, cursor: 42 });
  });

  test.each([
    [{ limit: '0' }, 'limit must be at least 1.'],
    [{ limit: '101' }, 'limit must be at most 100.'],
    [{ limit: 'many' }, 'limit must be a number.'],
    [{ limit: ['1', '2'] }, 'limit must be a number.'],
    [{ cursor: 'nonsense' }, 'cursor must be the nextCursor of an earlier answer.'],
  ])('%j is refused', (query, message) => {
    expect(() => parse(pageQuery, query)).toThrow(message);
  });
});

describe('a page', () => {
  test('ends with a cursor when there is more', () => {
    expect(toPage(rows(9, 8, 7), 2)).toEqual({ items: rows(9, 8), nextCursor: encodeCursor(8) });
  });

  test('is the last when the row too many did not come', () => {
    expect(toPage(rows(9, 8), 2)).toEqual({ items: rows(9, 8), nextCursor: null });
    expect(toPage(rows(), 2)).toEqual({ items: [], nextCursor: null });
  });
});
