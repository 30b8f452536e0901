import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Triggers } from '../../support/slack-stand-in/views/triggers.ts';
import { checkView } from '../../support/slack-stand-in/views/check-view.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const input = (fields = {}, element = {}) => ({
  type: 'input',
  block_id: 'a',
  label: plain('A'),
  element: { type: 'plain_text_input', action_id: 'a', ...element },
  ...fields,
});
const modal = (fields = {}) => ({
  type: 'modal',
  callback_id: 'x',
  title: plain('T'),
  submit: plain('S'),
  blocks: [input()],
  ...fields,
});

test('a modal that keeps the limits is taken', () => {
  expect(checkView(modal())).toMatchObject({ type: 'modal' });
});

test.each([
  ['a title of 25', { title: plain('x'.repeat(25)) }],
  ['no title', { title: undefined }],
  ['inputs without submit', { submit: undefined }],
  ['a submit of 25', { submit: plain('x'.repeat(25)) }],
  ['metadata of 3,001', { private_metadata: 'x'.repeat(3_001) }],
  ['no block', { blocks: [] }],
  ['101 blocks', { blocks: Array.from({ length: 101 }, (_, n) => input({ block_id: String(n) })) }],
  ['two inputs of one name', { blocks: [input(), input()] }],
  ['a label of 2,001', { blocks: [input({ label: plain('x'.repeat(2_001)) })] }],
  ['a beginning longer than the most', { blocks: [input({}, { max_length: 3, initial_value: 'four' })] }],
  ['an empty beginning', { blocks: [input({}, { initial_value: '' })] }],
  ['an input of 3,001', { blocks: [input({}, { max_length: 3_001 })] }],
  ['another kind of view', { type: 'popup' }],
])('%s is refused', (_, fields) => {
  expect(() => checkView(modal(fields))).toThrow('invalid');
});

beforeEach(() => void jest.useFakeTimers({ now: 0 }));
afterEach(() => void jest.useRealTimers());

test('what a person did is good for one view, within three seconds', () => {
  const triggers = new Triggers();
  const [first, second] = [triggers.issue('U1'), triggers.issue('U2')];
  expect(triggers.exchange(first)).toBe('U1');
  expect(() => triggers.exchange(first)).toThrow('exchanged_trigger_id');
  expect(() => triggers.exchange('unknown')).toThrow('invalid_trigger_id');
  jest.advanceTimersByTime(3_001);
  expect(() => triggers.exchange(second)).toThrow('expired_trigger_id');
  expect(triggers.issue('U1', first)).toBe(first);
});
