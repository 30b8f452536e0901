import { expect, test } from '@jest/globals';
import { ACTION_NAMES, actionId, readActionId } from '../../../src/desk/actions/action-id.ts';

test('what a card carries is read as it was written', () => {
  for (const name of ACTION_NAMES) {
    for (const id of [1, 17, 999_999_999_999_999]) expect(readActionId(actionId(name, id))).toEqual({ name, id });
  }
});

test.each([
  '',
  'accept',
  'accept:',
  ':7',
  'accept:0',
  'accept:07',
  'accept:-7',
  'accept:7.5',
  'accept:1e3',
  'accept: 7',
  'accept:7 ',
  'accept:7\n',
  'accept:7:8',
  'Accept:7',
  'delete:7',
  'constructor:7',
  'accept:1000000000000000',
])('%j is on no card of ours', (text) => {
  expect(readActionId(text)).toBeNull();
});
