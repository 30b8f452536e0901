import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { migrationColumns } from '../src/storage/columns.ts';

/** How places are reached on a platform whose service has more than one address. */
export class CreateConversationReferenceTable1795305622000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { id, key, time } = migrationColumns(runner);
    await runner.createTable(
      new Table({
        name: 'conversation_reference',
        columns: [
          { name: 'id', ...id() },
          { name: 'platform', ...key(20) },
          { name: 'workspaceId', ...key(100) },
          { name: 'placeId', ...key(190) },
          { name: 'conversationId', ...key(190) },
          { name: 'serviceUrl', ...key(500) },
          { name: 'heardAt', ...time() },
        ],
        indices: [
          new TableIndex({
            name: 'reference_place',
            columnNames: ['platform', 'workspaceId', 'placeId'],
            isUnique: true,
          }),
          new TableIndex({ name: 'reference_workspace', columnNames: ['platform', 'workspaceId', 'heardAt'] }),
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('conversation_reference');
  }
}
