import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { migrationColumns } from '../src/storage/columns.ts';

/** With which programs ask through /api. */
export class CreateApiKeyTable1795305613000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { id, key, prose, time, whole } = migrationColumns(runner);
    await runner.createTable(
      new Table({
        name: 'api_key',
        columns: [
          { name: 'id', ...id() },
          { name: 'tokenHash', ...key(64) },
          { name: 'hint', ...key(10) },
          { name: 'name', ...prose(200) },
          { name: 'role', ...key(20) },
          { name: 'merchantId', ...whole(), isNullable: true },
          { name: 'expiresAt', ...time(), isNullable: true },
          { name: 'revokedAt', ...time(), isNullable: true },
          { name: 'lastUsedAt', ...time(), isNullable: true },
          { name: 'createdAt', ...time() },
        ],
        indices: [
          new TableIndex({ name: 'api_key_token', columnNames: ['tokenHash'], isUnique: true }),
          new TableIndex({ name: 'api_key_merchant', columnNames: ['merchantId'] }),
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('api_key');
  }
}
