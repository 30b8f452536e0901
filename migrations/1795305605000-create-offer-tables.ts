import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { migrationColumns } from '../src/storage/columns.ts';

/** Who is asked to take a ticket, which tickets wait for somebody, and by which rules agents are chosen. */
export class CreateOfferTables1795305605000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createOffer(runner);
    await createWaitingTicket(runner);
    await createRules(runner);
    await queueWhatIsOpen(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['assignment_rules', 'waiting_ticket', 'offer']) await runner.dropTable(table);
  }
}

async function createOffer(runner: QueryRunner): Promise<void> {
  const { id, key, time, whole } = migrationColumns(runner);
  await runner.createTable(
    new Table({
      name: 'offer',
      columns: [
        { name: 'id', ...id() },
        { name: 'ticketId', ...whole() },
        { name: 'agentId', ...whole() },
        { name: 'round', ...whole() },
        { name: 'state', ...key(10) },
        { name: 'offeredAt', ...time() },
        { name: 'expiresAt', ...time(), isNullable: true },
        { name: 'settledAt', ...time(), isNullable: true },
      ],
      indices: [
        new TableIndex({ name: 'offer_round', columnNames: ['ticketId', 'round', 'agentId'], isUnique: true }),
        new TableIndex({ name: 'offer_state', columnNames: ['state', 'agentId'] }),
      ],
    }),
  );
}

async function createWaitingTicket(runner: QueryRunner): Promise<void> {
  const { id, time, whole } = migrationColumns(runner);
  await runner.createTable(
    new Table({
      name: 'waiting_ticket',
      columns: [
        { name: 'id', ...id() },
        { name: 'ticketId', ...whole() },
        { name: 'round', ...whole() },
        { name: 'previousAgentId', ...whole(), isNullable: true },
        { name: 'queuedAt', ...time(), isNullable: true },
        { name: 'shownPlace', ...whole(), isNullable: true },
      ],
      indices: [
        new TableIndex({ name: 'waiting_ticket_ticket', columnNames: ['ticketId'], isUnique: true }),
        new TableIndex({ name: 'waiting_ticket_queue', columnNames: ['queuedAt'] }),
      ],
    }),
  );
}

async function createRules(runner: QueryRunner): Promise<void> {
  const { id, json, key, time } = migrationColumns(runner);
  await runner.createTable(
    new Table({
      name: 'assignment_rules',
      columns: [
        { name: 'id', ...id() },
        { name: 'rules', ...json() },
        { name: 'setBy', ...key(190) },
        { name: 'setAt', ...time() },
      ],
    }),
  );
}

/** Tickets from before this, which nobody has, stand in the queue as they stood among the open ones. */
async function queueWhatIsOpen(runner: QueryRunner): Promise<void> {
  await runner.query(
    `INSERT INTO waiting_ticket (ticketId, round, queuedAt)
     SELECT id, 1, createdAt FROM ticket WHERE assignedTo IS NULL AND status NOT IN ('resolved', 'closed')`,
  );
}
