import { In, IsNull, MoreThan } from 'typeorm';
import type { Entry, EntryAuthor, History } from '../../chat/history.ts';
import type { Clock } from '../../clock.ts';
import type { Storage } from '../../storage/storage.ts';
import { ChannelVersionSchema, EntrySchema, type EntryRow } from './entry.schema.ts';
import { changeEntry, keepPost, reactToEntry, removeEntry } from './keep-entry.ts';

/** The histories of channels whose platform keeps none, in the product's own database. */
export function createHistory(storage: Storage, clock: Clock): History {
  return {
    post: (posted) => storage.unit((unit) => keepPost(clock, unit, posted)),
    edit: (target, content) => storage.unit((unit) => changeEntry(unit, target, content)),
    remove: (target) => storage.unit((unit) => removeEntry(clock, unit, target)),
    react: (target, emoji, isOn) => storage.unit((unit) => reactToEntry(unit, target, emoji, null, isOn)),
    async find(channelId, messageId) {
      const where = { channelId, messageId, removedAt: IsNull() };
      const row = await storage.read((reader) => reader.findOne(EntrySchema, { where }));
      return row && toEntry(row);
    },
    async findDelivered(to, deliveryKey) {
      const threadId = to.threadId ?? IsNull();
      const where = { deliveryKey, channelId: to.channelId, threadId };
      const row = await storage.read((reader) => reader.findOne(EntrySchema, { where }));
      return row && { ...to, messageId: row.messageId };
    },
    async readSince(channelId, version, limit) {
      const where = { channelId, version: MoreThan(version) };
      const options = { where, order: { version: 'ASC' }, take: limit } as const;
      return (await storage.read((reader) => reader.find(EntrySchema, options))).map(toEntry);
    },
    async readVersions(channelIds) {
      if (channelIds.length === 0) return new Map();
      const where = { channelId: In([...channelIds]) };
      const rows = await storage.read((reader) => reader.find(ChannelVersionSchema, { where }));
      return new Map(rows.map(({ channelId, version }) => [channelId, version]));
    },
  };
}

function toEntry(row: EntryRow): Entry {
  const { id, userId, authorName, authorAvatarUrl, deliveryKey, removedAt, reactions, ...entry } = row;
  const author = authorOf({ userId, authorName, authorAvatarUrl });
  return { ...entry, author, isRemoved: removedAt !== null, reactions: reactions ?? [] };
}

const authorOf = ({
  userId,
  authorName,
  authorAvatarUrl,
}: Pick<EntryRow, 'userId' | 'authorName' | 'authorAvatarUrl'>): EntryAuthor =>
  userId === null ? { kind: 'product', name: authorName, avatarUrl: authorAvatarUrl } : { kind: 'person', userId };
