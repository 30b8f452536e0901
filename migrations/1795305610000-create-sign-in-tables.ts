import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { migrationColumns } from '../src/storage/columns.ts';

/** Links that sign a member in, who is signed in, and what the replicas sign with. */
export class CreateSignInTables1795305610000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createLoginLink(runner);
    await createSession(runner);
    await createSecret(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['secret', 'session', 'login_link']) await runner.dropTable(table);
  }
}

async function createLoginLink(runner: QueryRunner): Promise<void> {
  const { key, time, whole } = migrationColumns(runner);
  await runner.createTable(
    new Table({
      name: 'login_link',
      columns: [
        { name: 'tokenHash', ...key(64), isPrimary: true },
        { name: 'memberId', ...whole() },
        { name: 'leadsTo', ...key(190) },
        { name: 'expiresAt', ...time() },
        { name: 'usedAt', ...time(), isNullable: true },
      ],
      indices: [new TableIndex({ name: 'login_link_age', columnNames: ['expiresAt'] })],
    }),
  );
}

async function createSession(runner: QueryRunner): Promise<void> {
  const { id, key, time, whole } = migrationColumns(runner);
  await runner.createTable(
    new Table({
      name: 'session',
      columns: [
        { name: 'id', ...id() },
        { name: 'tokenHash', ...key(64) },
        { name: 'memberId', ...whole() },
        { name: 'createdAt', ...time() },
        { name: 'expiresAt', ...time() },
        { name: 'revokedAt', ...time(), isNullable: true },
      ],
      indices: [
        new TableIndex({ name: 'session_token', columnNames: ['tokenHash'], isUnique: true }),
        new TableIndex({ name: 'session_member', columnNames: ['memberId'] }),
        new TableIndex({ name: 'session_age', columnNames: ['expiresAt'] }),
      ],
    }),
  );
}

async function createSecret(runner: QueryRunner): Promise<void> {
  const { key } = migrationColumns(runner);
  await runner.createTable(
    new Table({
      name: 'secret',
      columns: [
        { name: 'name', ...key(40), isPrimary: true },
        { name: 'value', ...key(100) },
      ],
    }),
  );
}
