import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { migrationColumns } from '../src/storage/columns.ts';

/** How often a post may have been done without our knowing: where nobody can look, it is repeated once. */
export class AddLostAnswers1795305624000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { whole } = migrationColumns(runner);
    await runner.addColumn('delivery', new TableColumn({ name: 'lostAnswers', ...whole(), default: '0' }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('delivery', 'lostAnswers');
  }
}
