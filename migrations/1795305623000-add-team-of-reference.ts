import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { migrationColumns } from '../src/storage/columns.ts';

/** Whose channel a place is, on platforms where channels belong to teams. */
export class AddTeamOfReference1795305623000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { key } = migrationColumns(runner);
    const teamId = new TableColumn({ name: 'teamId', ...key(190), isNullable: true });
    await runner.addColumn('conversation_reference', teamId);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('conversation_reference', 'teamId');
  }
}
