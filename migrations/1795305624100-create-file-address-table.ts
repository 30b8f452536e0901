import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { migrationColumns } from '../src/storage/columns.ts';

/** Where files are read on a platform that says so only once. */
export class CreateFileAddressTable1795305624100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { id, key, longProse, prose, time } = migrationColumns(runner);
    await runner.createTable(
      new Table({
        name: 'file_address',
        columns: [
          { name: 'id', ...id() },
          { name: 'platform', ...key(20) },
          { name: 'workspaceId', ...key(100) },
          { name: 'nativeId', ...key(190) },
          { name: 'url', ...longProse() },
          { name: 'name', ...prose(255) },
          { name: 'keptAt', ...time() },
        ],
        indices: [
          new TableIndex({
            name: 'file_address_file',
            columnNames: ['platform', 'workspaceId', 'nativeId'],
            isUnique: true,
          }),
          new TableIndex({ name: 'file_address_kept', columnNames: ['keptAt'] }),
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('file_address');
  }
}
