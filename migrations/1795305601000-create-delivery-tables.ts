import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { migrationColumns } from '../src/storage/columns.ts';

/** Where posts go, what is on its way there, and how fast it may. */
export class CreateDeliveryTables1795305601000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createConversation(runner);
    await createDelivery(runner);
    await createPace(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['pace', 'delivery', 'conversation']) await runner.dropTable(table);
  }
}

async function createConversation(runner: QueryRunner): Promise<void> {
  const { id, key } = migrationColumns(runner);
  await runner.createTable(
    new Table({
      name: 'conversation',
      columns: [
        { name: 'id', ...id() },
        { name: 'platform', ...key(20) },
        { name: 'workspaceId', ...key(100) },
        { name: 'channelId', ...key(190), isNullable: true },
        { name: 'threadId', ...key(190), isNullable: true },
        { name: 'personId', ...key(190), isNullable: true },
      ],
      indices: [
        new TableIndex({
          name: 'conversation_thread',
          columnNames: ['platform', 'channelId', 'threadId'],
          isUnique: true,
        }),
        new TableIndex({
          name: 'conversation_person',
          columnNames: ['platform', 'workspaceId', 'personId'],
          isUnique: true,
        }),
      ],
    }),
  );
}

async function createDelivery(runner: QueryRunner): Promise<void> {
  const { flag, id, json, key, time, whole } = migrationColumns(runner);
  await runner.createTable(
    new Table({
      name: 'delivery',
      columns: [
        { name: 'id', ...id() },
        { name: 'deliveryKey', ...key(190) },
        { name: 'conversationId', ...whole() },
        { name: 'composer', ...key(40) },
        { name: 'payload', ...json() },
        { name: 'state', ...key(10) },
        { name: 'opensThread', ...flag() },
        { name: 'visibleTo', ...key(190), isNullable: true },
        { name: 'position', ...whole() },
        { name: 'saidAt', ...time(), isNullable: true },
        { name: 'nativeId', ...key(190), isNullable: true },
        { name: 'slotAt', ...whole(), isNullable: true },
        { name: 'intentAt', ...whole(), isNullable: true },
        { name: 'sentAt', ...whole(), isNullable: true },
        { name: 'createdAt', ...whole() },
        { name: 'revision', ...whole() },
        { name: 'wantedRevision', ...whole() },
      ],
      indices: [
        new TableIndex({ name: 'delivery_key', columnNames: ['deliveryKey'], isUnique: true }),
        new TableIndex({ name: 'delivery_order', columnNames: ['conversationId', 'state', 'position'] }),
      ],
    }),
  );
}

async function createPace(runner: QueryRunner): Promise<void> {
  const { key, whole } = migrationColumns(runner);
  await runner.createTable(
    new Table({
      name: 'pace',
      columns: [
        { name: 'channel', ...key(190), isPrimary: true },
        { name: 'nextAt', ...whole() },
        { name: 'heldUntil', ...whole() },
      ],
    }),
  );
}
