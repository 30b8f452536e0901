import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { migrationColumns } from '../src/storage/columns.ts';

/** How many tickets an agent takes at once, and since when they are there. */
export class AddAgentColumns1795305606000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { time, whole } = migrationColumns(runner);
    await runner.addColumn('agent', new TableColumn({ name: 'capacity', ...whole(), isNullable: true }));
    await runner.addColumn('agent', new TableColumn({ name: 'availableSince', ...time(), isNullable: true }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('agent', 'availableSince');
    await runner.dropColumn('agent', 'capacity');
  }
}
