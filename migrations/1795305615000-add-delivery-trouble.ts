import { TableColumn, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { migrationColumns } from '../src/storage/columns.ts';

/** What the desk is told of a delivery that is late or failed, and of a channel that cannot be reached any more. */
export class AddDeliveryTrouble1795305615000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { flag, key, time } = migrationColumns(runner);
    await runner.addColumn('delivery', new TableColumn({ name: 'isReported', ...flag(), default: '0' }));
    await runner.addColumn('delivery', new TableColumn({ name: 'failure', ...key(20), isNullable: true }));
    await runner.createIndex(
      'delivery',
      new TableIndex({ name: 'delivery_state', columnNames: ['state', 'createdAt'] }),
    );
    await runner.addColumn('channel', new TableColumn({ name: 'lostAt', ...time(), isNullable: true }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('channel', 'lostAt');
    await runner.dropIndex('delivery', 'delivery_state');
    for (const column of ['failure', 'isReported']) await runner.dropColumn('delivery', column);
  }
}
