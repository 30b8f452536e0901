import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { migrationColumns } from '../src/storage/columns.ts';

/** Who asks, where, and what people are called. */
export class CreateDirectoryTables1795305602000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createMerchant(runner);
    await createChannel(runner);
    await createPerson(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['person', 'channel', 'merchant']) await runner.dropTable(table);
  }
}

async function createMerchant(runner: QueryRunner): Promise<void> {
  const { id, prose, time } = migrationColumns(runner);
  await runner.createTable(
    new Table({
      name: 'merchant',
      columns: [
        { name: 'id', ...id() },
        { name: 'name', ...prose(200) },
        { name: 'createdAt', ...time() },
      ],
    }),
  );
}

async function createChannel(runner: QueryRunner): Promise<void> {
  const { id, key, time, whole } = migrationColumns(runner);
  await runner.createTable(
    new Table({
      name: 'channel',
      columns: [
        { name: 'id', ...id() },
        { name: 'platform', ...key(20) },
        { name: 'workspaceId', ...key(100) },
        { name: 'channelId', ...key(190) },
        { name: 'role', ...key(10) },
        { name: 'merchantId', ...whole(), isNullable: true },
        { name: 'mode', ...key(10) },
        { name: 'createdAt', ...time() },
      ],
      indices: [
        new TableIndex({ name: 'channel_place', columnNames: ['platform', 'channelId'], isUnique: true }),
        new TableIndex({ name: 'channel_role', columnNames: ['role', 'merchantId'] }),
      ],
    }),
  );
}

async function createPerson(runner: QueryRunner): Promise<void> {
  const { id, key, prose, time } = migrationColumns(runner);
  await runner.createTable(
    new Table({
      name: 'person',
      columns: [
        { name: 'id', ...id() },
        { name: 'platform', ...key(20) },
        { name: 'workspaceId', ...key(100) },
        { name: 'userId', ...key(190) },
        { name: 'name', ...prose(200) },
        { name: 'avatarUrl', ...prose(1000), isNullable: true },
        { name: 'seenAt', ...time() },
      ],
      indices: [
        new TableIndex({ name: 'person_account', columnNames: ['platform', 'workspaceId', 'userId'], isUnique: true }),
      ],
    }),
  );
}
