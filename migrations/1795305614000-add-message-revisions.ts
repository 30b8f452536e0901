import { Table, TableColumn, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { migrationColumns } from '../src/storage/columns.ts';

/** What becomes of messages once they are said: edits, deletions, reactions. */
export class AddMessageRevisions1795305614000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { json, time, whole } = migrationColumns(runner);
    await runner.addColumn('message', new TableColumn({ name: 'revision', ...whole(), default: 0 }));
    await runner.addColumn('message', new TableColumn({ name: 'deletedAt', ...time(), isNullable: true }));
    await runner.addColumn('entry', new TableColumn({ name: 'removedAt', ...time(), isNullable: true }));
    await runner.addColumn('entry', new TableColumn({ name: 'reactions', ...json(), isNullable: true }));
    await createReaction(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('reaction');
    await runner.dropColumn('entry', 'reactions');
    await runner.dropColumn('entry', 'removedAt');
    await runner.dropColumn('message', 'deletedAt');
    await runner.dropColumn('message', 'revision');
  }
}

async function createReaction(runner: QueryRunner): Promise<void> {
  const { flag, id, key, whole } = migrationColumns(runner);
  await runner.createTable(
    new Table({
      name: 'reaction',
      columns: [
        { name: 'id', ...id() },
        { name: 'messageId', ...whole() },
        { name: 'side', ...key(10) },
        { name: 'platform', ...key(20) },
        { name: 'workspaceId', ...key(100) },
        { name: 'userId', ...key(190) },
        { name: 'emoji', ...key(100) },
        { name: 'isOn', ...flag() },
        { name: 'revision', ...whole() },
      ],
      indices: [
        new TableIndex({
          name: 'reaction_person',
          columnNames: ['messageId', 'side', 'emoji', 'platform', 'userId'],
          isUnique: true,
        }),
      ],
    }),
  );
}
