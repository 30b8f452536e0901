import { expect, test } from '@jest/globals';
import { readFrame } from '../../../adapters/web/sockets/read-frame.ts';

test('JSON, in whichever pieces it came', () => {
  const frame = Buffer.from('{"content":"Zażółć 🎫"}');
  const pieces = [frame.subarray(0, 15), frame.subarray(15)];
  const bytes = Uint8Array.from(frame).buffer;
  for (const data of [frame, pieces, bytes]) expect(readFrame(data)).toEqual({ content: 'Zażółć 🎫' });
});

test.each(['', '{', 'hello', '\u0000', "{'a':1}"])('what is no JSON is nothing: %j', (text) => {
  expect(readFrame(Buffer.from(text))).toBeUndefined();
});
