import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { migrationColumns } from '../src/storage/columns.ts';

/** Tickets, what was said in them, and who changed what. */
export class CreateTicketTables1795305603000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTicket(runner);
    await createMessage(runner);
    await createAudit(runner);
    await createIdempotencyKey(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['idempotency_key', 'audit', 'message', 'ticket']) await runner.dropTable(table);
  }
}

async function createTicket(runner: QueryRunner): Promise<void> {
  const { id, key, longProse, prose, time, whole } = migrationColumns(runner);
  await runner.createTable(
    new Table({
      name: 'ticket',
      columns: [
        { name: 'id', ...id() },
        { name: 'subject', ...prose(300) },
        { name: 'description', ...longProse() },
        { name: 'category', ...key(20) },
        { name: 'priority', ...key(10) },
        { name: 'status', ...key(20) },
        { name: 'source', ...key(20) },
        { name: 'merchantId', ...whole() },
        { name: 'contractId', ...prose(100), isNullable: true },
        { name: 'assignedTo', ...whole(), isNullable: true },
        { name: 'continuesId', ...whole(), isNullable: true },
        { name: 'lastNumber', ...whole() },
        { name: 'createdAt', ...time() },
        { name: 'updatedAt', ...time() },
        { name: 'firstResponseAt', ...time(), isNullable: true },
        { name: 'resolvedAt', ...time(), isNullable: true },
        { name: 'closedAt', ...time(), isNullable: true },
      ],
      indices: [
        new TableIndex({ name: 'ticket_assigned', columnNames: ['assignedTo', 'status'] }),
        new TableIndex({ name: 'ticket_merchant', columnNames: ['merchantId', 'status'] }),
        new TableIndex({ name: 'ticket_status', columnNames: ['status'] }),
      ],
    }),
  );
}

async function createMessage(runner: QueryRunner): Promise<void> {
  const { id, json, key, time, whole } = migrationColumns(runner);
  await runner.createTable(
    new Table({
      name: 'message',
      columns: [
        { name: 'id', ...id() },
        { name: 'ticketId', ...whole() },
        { name: 'number', ...whole() },
        { name: 'side', ...key(10) },
        { name: 'visibility', ...key(10) },
        { name: 'agentId', ...whole(), isNullable: true },
        { name: 'authorWorkspaceId', ...key(100), isNullable: true },
        { name: 'authorId', ...key(190), isNullable: true },
        { name: 'platform', ...key(20), isNullable: true },
        { name: 'channelId', ...key(190), isNullable: true },
        { name: 'nativeId', ...key(190), isNullable: true },
        { name: 'text', ...json() },
        { name: 'saidAt', ...time() },
        { name: 'position', ...whole() },
        { name: 'createdAt', ...time() },
      ],
      indices: [
        new TableIndex({ name: 'message_number', columnNames: ['ticketId', 'number'], isUnique: true }),
        new TableIndex({ name: 'message_origin', columnNames: ['platform', 'channelId', 'nativeId'], isUnique: true }),
        new TableIndex({ name: 'message_author', columnNames: ['platform', 'channelId', 'authorId', 'saidAt'] }),
      ],
    }),
  );
}

async function createAudit(runner: QueryRunner): Promise<void> {
  const { id, json, key, time, whole } = migrationColumns(runner);
  await runner.createTable(
    new Table({
      name: 'audit',
      columns: [
        { name: 'id', ...id() },
        { name: 'ticketId', ...whole() },
        { name: 'actorKind', ...key(20) },
        { name: 'actorId', ...key(190) },
        { name: 'source', ...key(20) },
        { name: 'action', ...key(20) },
        { name: 'details', ...json() },
        { name: 'at', ...time() },
      ],
      indices: [new TableIndex({ name: 'audit_ticket', columnNames: ['ticketId', 'id'] })],
    }),
  );
}

async function createIdempotencyKey(runner: QueryRunner): Promise<void> {
  const { key, time, whole } = migrationColumns(runner);
  await runner.createTable(
    new Table({
      name: 'idempotency_key',
      columns: [
        { name: 'requestKey', ...key(190), isPrimary: true },
        { name: 'requestHash', ...key(64) },
        { name: 'ticketId', ...whole() },
        { name: 'createdAt', ...time() },
      ],
      indices: [new TableIndex({ name: 'idempotency_key_age', columnNames: ['createdAt'] })],
    }),
  );
}
