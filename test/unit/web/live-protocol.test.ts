import { expect, test } from '@jest/globals';
import { fromClient } from '../../../adapters/web/live/live-protocol.ts';

test.each([
  { type: 'edit_message', number: 2, content: 'words' },
  { type: 'edit_message', number: 2, content: 'words', clientId: 'change-0001' },
  { type: 'delete_message', number: 2 },
  { type: 'react', number: 2, emoji: '👍', isOn: true },
  { type: 'react', number: 2, emoji: '👩🏽‍💻', isOn: false, clientId: 'change-0001' },
])('what a page does with a message: %j', (frame) => {
  expect(fromClient.parse(frame)).toEqual(frame);
});

test.each([
  { type: 'edit_message', number: 2, content: ' ' },
  { type: 'edit_message', number: 2, content: 'x'.repeat(16_001) },
  { type: 'edit_message', content: 'words' },
  { type: 'edit_message', number: 2, content: 'words', visibility: 'public' },
  { type: 'delete_message', number: 0 },
  { type: 'delete_message', number: '2' },
  { type: 'delete_message', number: 2, ticketId: 1 },
  { type: 'delete_message', number: 2, clientId: 'short' },
  { type: 'react', number: 2, emoji: '👍' },
  { type: 'react', number: 2, emoji: 'thumbsup', isOn: true },
  { type: 'react', number: 2, emoji: '👍 and more', isOn: true },
  { type: 'react', number: 2, emoji: '👍'.repeat(21), isOn: true },
  { type: 'react', number: 2, emoji: '', isOn: true },
])('is none: %j', (frame) => {
  expect(fromClient.safeParse(frame).success).toBe(false);
});
