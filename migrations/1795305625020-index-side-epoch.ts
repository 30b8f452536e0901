import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';

const BEFORE = new TableIndex({ name: 'side_ticket', columnNames: ['ticketId', 'role'], isUnique: true });
const NOW = new TableIndex({ name: 'side_epoch', columnNames: ['ticketId', 'role', 'epoch'], isUnique: true });

/** A side has one place in each epoch. */
export class IndexSideEpoch1795305625020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createIndex('side', NOW);
    await runner.dropIndex('side', BEFORE);
  }

  async down(runner: QueryRunner): Promise<void> {
    // Of a side that has moved the latest place stays.
    await runner.query(
      `DELETE FROM side WHERE id NOT IN (SELECT id FROM (SELECT MAX(id) AS id FROM side GROUP BY ticketId, role) AS latest)`,
    );
    await runner.createIndex('side', BEFORE);
    await runner.dropIndex('side', NOW);
  }
}
