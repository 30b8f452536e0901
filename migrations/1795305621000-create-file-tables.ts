import { Table, TableColumn, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { migrationColumns } from '../src/storage/columns.ts';

/** The files of messages, by reference; and of deliveries that are files, what their platform calls the bytes. */
export class CreateFileTables1795305621000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { id, key, prose, whole, flag, time } = migrationColumns(runner);
    await runner.createTable(
      new Table({
        name: 'message_file',
        columns: [
          { name: 'id', ...id() },
          { name: 'messageId', ...whole() },
          { name: 'position', ...whole() },
          { name: 'platform', ...key(20) },
          { name: 'workspaceId', ...key(100) },
          { name: 'nativeId', ...key(190) },
          { name: 'name', ...prose(255), isNullable: true },
          { name: 'type', ...key(120), isNullable: true },
          { name: 'bytes', ...whole(), isNullable: true },
          { name: 'isLeftOut', ...flag() },
          { name: 'removedAt', ...time(), isNullable: true },
        ],
        indices: [
          new TableIndex({
            name: 'message_file_position',
            columnNames: ['messageId', 'position'],
            isUnique: true,
          }),
        ],
      }),
    );
    for (const column of [
      { name: 'uploadId', ...key(190) },
      { name: 'uploadedAt', ...whole() },
      { name: 'instead', ...key(20) },
    ]) {
      await runner.addColumn('delivery', new TableColumn({ ...column, isNullable: true }));
    }
    await runner.createIndex('delivery', new TableIndex({ name: 'delivery_upload', columnNames: ['uploadId'] }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('delivery', 'delivery_upload');
    for (const column of ['instead', 'uploadedAt', 'uploadId']) await runner.dropColumn('delivery', column);
    // Until then a row is as wide as with all that was ever dropped from it.
    if (runner.dataSource.options.type === 'mysql') await runner.query('ALTER TABLE delivery ENGINE = InnoDB');
    await runner.dropTable('message_file');
  }
}
