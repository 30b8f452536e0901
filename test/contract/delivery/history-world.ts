import { migrations } from '../../../migrations/index.ts';
import type { Address } from '../../../src/chat/address.ts';
import type { History, Posted } from '../../../src/chat/history.ts';
import type { MessageSaid } from '../../../src/chat/inbound-event.ts';
import { plain } from '../../../src/chat/rich-text.ts';
import { WEB_WORKSPACE } from '../../../src/chat/web-workspace.ts';
import { systemClock } from '../../../src/clock.ts';
import { createHistory } from '../../../src/delivery/history/create-history.ts';
import { schemas } from '../../../src/schemas.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import type { TestDatabase } from '../../support/databases.ts';

/** A history as two replicas see it; where a database has one process to itself they are the same. */
export interface HistoryWorld {
  readonly storage: Storage;
  readonly histories: readonly [History, History];
  close(): Promise<void>;
}

export async function openHistory(database: TestDatabase): Promise<HistoryWorld> {
  const url = await database.createUrl();
  const storage = await openStorage({ url, schemas, migrations });
  await storage.migrate();
  const other = database.name === 'sqlite' ? storage : await openStorage({ url, schemas, migrations });
  return {
    storage,
    histories: [createHistory(storage, systemClock), createHistory(other, systemClock)],
    async close() {
      await Promise.all([...new Set([storage, other])].map((opened) => opened.close()));
    },
  };
}

let count = 0;
/** A word that no other test has. */
export const aWord = (): string => `word-${(count += 1)}`;

export const at = (channelId: string, threadId?: string): Address => ({
  ...WEB_WORKSPACE,
  channelId,
  ...(threadId !== undefined && { threadId }),
});

export const aPost = (to: Address, deliveryKey: string, more: Partial<Posted> = {}): Posted => ({
  to,
  deliveryKey,
  content: { kind: 'text', text: plain(deliveryKey) },
  authorName: null,
  authorAvatarUrl: null,
  announce: false,
  saidAt: null,
  ...more,
});

export const somethingSaid = (channelId: string, messageId: string, words = messageId): MessageSaid => ({
  ...WEB_WORKSPACE,
  kind: 'message-said',
  key: `web:${channelId}:${messageId}`,
  channelId,
  messageId,
  userId: 'maria',
  text: plain(words),
  mentionsBot: false,
  position: 1,
  at: new Date('2026-03-02T09:00:00.000Z'),
});
