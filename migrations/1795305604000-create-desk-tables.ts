import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { migrationColumns } from '../src/storage/columns.ts';

/** Who answers, where the sides of a ticket stand, and which events were taken. */
export class CreateDeskTables1795305604000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createAgent(runner);
    await createSide(runner);
    await createSeenEvent(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['seen_event', 'side', 'agent']) await runner.dropTable(table);
  }
}

async function createAgent(runner: QueryRunner): Promise<void> {
  const { flag, id, json, key, prose, time } = migrationColumns(runner);
  await runner.createTable(
    new Table({
      name: 'agent',
      columns: [
        { name: 'id', ...id() },
        { name: 'name', ...prose(200) },
        { name: 'email', ...key(190) },
        { name: 'specialties', ...json() },
        { name: 'isAvailable', ...flag() },
        { name: 'platform', ...key(20), isNullable: true },
        { name: 'workspaceId', ...key(100), isNullable: true },
        { name: 'userId', ...key(190), isNullable: true },
        { name: 'lastAssignedAt', ...time(), isNullable: true },
        { name: 'createdAt', ...time() },
      ],
      indices: [
        new TableIndex({ name: 'agent_email', columnNames: ['email'], isUnique: true }),
        new TableIndex({ name: 'agent_account', columnNames: ['platform', 'userId'], isUnique: true }),
      ],
    }),
  );
}

async function createSide(runner: QueryRunner): Promise<void> {
  const { id, key, whole } = migrationColumns(runner);
  await runner.createTable(
    new Table({
      name: 'side',
      columns: [
        { name: 'id', ...id() },
        { name: 'ticketId', ...whole() },
        { name: 'role', ...key(10) },
        { name: 'conversationId', ...whole() },
      ],
      indices: [
        new TableIndex({ name: 'side_ticket', columnNames: ['ticketId', 'role'], isUnique: true }),
        new TableIndex({ name: 'side_conversation', columnNames: ['conversationId', 'ticketId'] }),
      ],
    }),
  );
}

async function createSeenEvent(runner: QueryRunner): Promise<void> {
  const { key, time } = migrationColumns(runner);
  await runner.createTable(
    new Table({
      name: 'seen_event',
      columns: [
        { name: 'eventKey', ...key(190), isPrimary: true },
        { name: 'seenAt', ...time() },
      ],
      indices: [new TableIndex({ name: 'seen_event_age', columnNames: ['seenAt'] })],
    }),
  );
}
