import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { migrationColumns } from '../src/storage/columns.ts';

/** Up to which message what was said before is told in a side's place, and not copied there. */
export class AddSideToldNumber1795305625010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { whole } = migrationColumns(runner);
    await runner.addColumn('side', new TableColumn({ name: 'toldNumber', ...whole(), default: '0' }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('side', 'toldNumber');
  }
}
