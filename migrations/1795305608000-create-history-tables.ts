import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { migrationColumns } from '../src/storage/columns.ts';

/** What stands in channels whose platform keeps nothing itself. */
export class CreateHistoryTables1795305608000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createEntry(runner);
    await createChannelVersion(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['channel_version', 'entry']) await runner.dropTable(table);
  }
}

async function createEntry(runner: QueryRunner): Promise<void> {
  const { flag, id, json, key, prose, time, whole } = migrationColumns(runner);
  await runner.createTable(
    new Table({
      name: 'entry',
      columns: [
        { name: 'id', ...id() },
        { name: 'channelId', ...key(190) },
        { name: 'messageId', ...key(190) },
        { name: 'threadId', ...key(190), isNullable: true },
        { name: 'number', ...whole() },
        { name: 'version', ...whole() },
        { name: 'userId', ...key(190), isNullable: true },
        { name: 'authorName', ...prose(200), isNullable: true },
        { name: 'authorAvatarUrl', ...prose(1_000), isNullable: true },
        { name: 'deliveryKey', ...key(190), isNullable: true },
        { name: 'content', ...json() },
        { name: 'announce', ...flag() },
        { name: 'visibleTo', ...key(190), isNullable: true },
        { name: 'saidAt', ...time(), isNullable: true },
        { name: 'postedAt', ...time() },
        { name: 'isEdited', ...flag() },
      ],
      indices: [
        new TableIndex({ name: 'entry_message', columnNames: ['channelId', 'messageId'], isUnique: true }),
        new TableIndex({ name: 'entry_version', columnNames: ['channelId', 'version'], isUnique: true }),
        new TableIndex({ name: 'entry_delivery', columnNames: ['deliveryKey'], isUnique: true }),
      ],
    }),
  );
}

async function createChannelVersion(runner: QueryRunner): Promise<void> {
  const { key, whole } = migrationColumns(runner);
  await runner.createTable(
    new Table({
      name: 'channel_version',
      columns: [
        { name: 'channelId', ...key(190), isPrimary: true },
        { name: 'version', ...whole() },
      ],
    }),
  );
}
