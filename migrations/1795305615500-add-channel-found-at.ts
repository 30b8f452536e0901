import { TableColumn, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { migrationColumns } from '../src/storage/columns.ts';

const BY_STATE = new TableIndex({ name: 'delivery_state', columnNames: ['state', 'createdAt'] });
const LATE = new TableIndex({ name: 'delivery_late', columnNames: ['composer', 'state', 'isReported', 'createdAt'] });

/** In which order a channel was lost and found; and an index that finds what is late without what was told already. */
export class AddChannelFoundAt1795305615500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { time } = migrationColumns(runner);
    await runner.addColumn('channel', new TableColumn({ name: 'foundAt', ...time(), isNullable: true }));
    await runner.dropIndex('delivery', BY_STATE);
    await runner.createIndex('delivery', LATE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('delivery', LATE);
    await runner.createIndex('delivery', BY_STATE);
    await runner.dropColumn('channel', 'foundAt');
  }
}
