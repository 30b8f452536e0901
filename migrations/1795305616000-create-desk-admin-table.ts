import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { migrationColumns } from '../src/storage/columns.ts';

/** Whom the admins of a home workspace have named to set things up. */
export class CreateDeskAdminTable1795305616000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { id, key, time } = migrationColumns(runner);
    await runner.createTable(
      new Table({
        name: 'desk_admin',
        columns: [
          { name: 'id', ...id() },
          { name: 'platform', ...key(20) },
          { name: 'userId', ...key(190) },
          { name: 'namedBy', ...key(190) },
          { name: 'createdAt', ...time() },
        ],
        indices: [new TableIndex({ name: 'desk_admin_account', columnNames: ['platform', 'userId'], isUnique: true })],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('desk_admin');
  }
}
