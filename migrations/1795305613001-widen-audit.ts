import { TableColumn, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { migrationColumns } from '../src/storage/columns.ts';

/** The audit trail also tells of what concerns no ticket, and is read by time. */
export class WidenAudit1795305613001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await setNullable(runner, true);
    await runner.createIndex('audit', new TableIndex({ name: 'audit_time', columnNames: ['at'] }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('audit', 'audit_time');
    await runner.query('DELETE FROM audit WHERE ticketId IS NULL');
    await setNullable(runner, false);
  }
}

async function setNullable(runner: QueryRunner, isNullable: boolean): Promise<void> {
  const { whole } = migrationColumns(runner);
  const column = (nullable: boolean) => new TableColumn({ name: 'ticketId', ...whole(), isNullable: nullable });
  await runner.changeColumn('audit', column(!isNullable), column(isNullable));
}
