import { randomUUID } from 'node:crypto';
import type { LiveChange } from '../../../src/chat/live-chat.ts';
import type { ChangeFrame } from './live-protocol.ts';

/** What a page wants done with a message, in the core's words. */
export function changeOf(sent: ChangeFrame): LiveChange {
  const { number } = sent;
  switch (sent.type) {
    case 'edit_message':
      return { kind: 'edit', number, clientId: sent.clientId ?? randomUUID(), typed: sent.content };
    case 'delete_message':
      return { kind: 'delete', number };
    case 'react':
      return { kind: 'react', number, emoji: sent.emoji, isOn: sent.isOn };
  }
}
