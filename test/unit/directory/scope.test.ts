import { describe, expect, test } from '@jest/globals';
import { And, Equal, MoreThan } from 'typeorm';
import { Scope } from '../../../src/directory/scope.ts';

describe('a scope', () => {
  test('of everybody’s leaves a condition as it is', () => {
    expect(new Scope(null).own({ status: 'new', merchantId: 2 })).toEqual({ status: 'new', merchantId: 2 });
  });

  test('of one merchant narrows it', () => {
    expect(new Scope(1).own({ status: 'new' })).toEqual({ status: 'new', merchantId: Equal(1) });
  });

  test('is not widened by a filter or a cursor on the same column', () => {
    expect(new Scope(1).own({ merchantId: 2 })).toEqual({ merchantId: And(Equal(1), Equal(2)) });
    expect(new Scope(1).own({ id: MoreThan(5) }, 'id')).toEqual({ id: And(Equal(1), MoreThan(5)) });
  });

  test('narrows a list, and leaves its order and its length', () => {
    const page = { where: { id: MoreThan(5) }, take: 3 };
    expect(new Scope(1).ownList(page)).toEqual({ where: { id: MoreThan(5), merchantId: Equal(1) }, take: 3 });
  });

  test('remembers whether it was asked', () => {
    const [asked, other] = [new Scope(1), new Scope(1)];
    asked.own({});
    expect([asked.wasAsked, other.wasAsked]).toEqual([true, false]);
  });
});
