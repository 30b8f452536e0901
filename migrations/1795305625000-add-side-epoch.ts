import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { migrationColumns } from '../src/storage/columns.ts';

/** A side may move: the place with the highest epoch is where it talks now. */
export class AddSideEpoch1795305625000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { whole } = migrationColumns(runner);
    await runner.addColumn('side', new TableColumn({ name: 'epoch', ...whole(), default: '1' }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('side', 'epoch');
  }
}
