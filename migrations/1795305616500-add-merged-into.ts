import { TableColumn, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { migrationColumns } from '../src/storage/columns.ts';

/** Two tickets about one thing become one. */
export class AddMergedInto1795305616500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { time, whole } = migrationColumns(runner);
    await runner.addColumn('ticket', new TableColumn({ name: 'mergedIntoId', ...whole(), isNullable: true }));
    await runner.addColumn('ticket', new TableColumn({ name: 'waitedSince', ...time(), isNullable: true }));
    await runner.createIndex('ticket', new TableIndex({ name: 'ticket_merged', columnNames: ['mergedIntoId'] }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('ticket', 'ticket_merged');
    await runner.dropColumn('ticket', 'waitedSince');
    await runner.dropColumn('ticket', 'mergedIntoId');
  }
}
