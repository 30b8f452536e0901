import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { migrationColumns } from '../src/storage/columns.ts';

/** Who has opened the place that our app has for them alone, and what is to be shown there. */
export class CreateHomeTable1795305619000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { id, key, whole, time } = migrationColumns(runner);
    await runner.createTable(
      new Table({
        name: 'home',
        columns: [
          { name: 'id', ...id() },
          { name: 'platform', ...key(20) },
          { name: 'workspaceId', ...key(100) },
          { name: 'userId', ...key(190) },
          { name: 'openedAt', ...time() },
          { name: 'revision', ...whole() },
          { name: 'wantedRevision', ...whole() },
          { name: 'slotAt', ...whole(), isNullable: true },
        ],
        indices: [
          new TableIndex({
            name: 'home_account',
            columnNames: ['platform', 'userId', 'workspaceId'],
            isUnique: true,
          }),
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('home');
  }
}
