import { TableColumn, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { migrationColumns } from '../src/storage/columns.ts';

/** What changes in a ticket's conversation gets a place in an order, so that whoever was away can ask for it. */
export class AddMessageVersions1795305614500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { whole } = migrationColumns(runner);
    await runner.addColumn('message', new TableColumn({ name: 'version', ...whole(), default: 0 }));
    await runner.addColumn('ticket', new TableColumn({ name: 'lastVersion', ...whole(), default: 0 }));
    await runner.query('UPDATE message SET version = number');
    await runner.query('UPDATE ticket SET lastVersion = lastNumber');
    const columnNames = ['ticketId', 'version'];
    await runner.createIndex('message', new TableIndex({ name: 'message_version', columnNames }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('message', 'message_version');
    await runner.dropColumn('ticket', 'lastVersion');
    await runner.dropColumn('message', 'version');
  }
}
