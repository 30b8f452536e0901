import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { migrationColumns } from '../src/storage/columns.ts';

/** A reaction is a change of a message, too: which of its versions brought its words has to be known apart from it. */
export class AddWordsVersion1795305615700 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { whole } = migrationColumns(runner);
    await runner.addColumn('message', new TableColumn({ name: 'wordsVersion', ...whole(), default: 0 }));
    await runner.query('UPDATE message SET wordsVersion = version');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('message', 'wordsVersion');
  }
}
