import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { migrationColumns } from '../src/storage/columns.ts';

/** People who use the product in a browser. */
export class CreateMemberTable1795305609000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { id, key, prose, time, whole } = migrationColumns(runner);
    await runner.createTable(
      new Table({
        name: 'member',
        columns: [
          { name: 'id', ...id() },
          { name: 'userId', ...key(100) },
          { name: 'name', ...prose(200) },
          { name: 'email', ...key(190) },
          { name: 'role', ...key(20) },
          { name: 'merchantId', ...whole(), isNullable: true },
          { name: 'createdAt', ...time() },
        ],
        indices: [
          new TableIndex({ name: 'member_user', columnNames: ['userId'], isUnique: true }),
          new TableIndex({ name: 'member_email', columnNames: ['email'], isUnique: true }),
          new TableIndex({ name: 'member_merchant', columnNames: ['merchantId'] }),
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('member');
  }
}
