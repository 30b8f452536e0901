import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { migrationColumns } from '../src/storage/columns.ts';

/** Workspaces that let our app in, and the links by which they come. */
export class CreateInstallationTables1795305617000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createInstallation(runner);
    await createInstallLink(runner);
    await createInstallState(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['install_state', 'install_link', 'installation']) await runner.dropTable(table);
  }
}

async function createInstallation(runner: QueryRunner): Promise<void> {
  const { id, key, prose, time, whole } = migrationColumns(runner);
  await runner.createTable(
    new Table({
      name: 'installation',
      columns: [
        { name: 'id', ...id() },
        { name: 'platform', ...key(20) },
        { name: 'workspaceId', ...key(100) },
        { name: 'name', ...prose(200) },
        { name: 'homeOf', ...key(20), isNullable: true },
        { name: 'merchantId', ...whole(), isNullable: true },
        { name: 'sealedToken', ...key(1000) },
        { name: 'serial', ...whole() },
        { name: 'installedAt', ...time() },
        { name: 'endedAt', ...time(), isNullable: true },
      ],
      indices: [
        new TableIndex({ name: 'installation_workspace', columnNames: ['platform', 'workspaceId'], isUnique: true }),
        new TableIndex({ name: 'installation_home', columnNames: ['homeOf'], isUnique: true }),
      ],
    }),
  );
}

async function createInstallLink(runner: QueryRunner): Promise<void> {
  const { key, time, whole } = migrationColumns(runner);
  await runner.createTable(
    new Table({
      name: 'install_link',
      columns: [
        { name: 'tokenHash', ...key(64), isPrimary: true },
        { name: 'platform', ...key(20) },
        { name: 'merchantId', ...whole(), isNullable: true },
        { name: 'expiresAt', ...time() },
        { name: 'usedAt', ...time(), isNullable: true },
      ],
      indices: [new TableIndex({ name: 'install_link_age', columnNames: ['expiresAt'] })],
    }),
  );
}

async function createInstallState(runner: QueryRunner): Promise<void> {
  const { key, time } = migrationColumns(runner);
  await runner.createTable(
    new Table({
      name: 'install_state',
      columns: [
        { name: 'stateHash', ...key(64), isPrimary: true },
        { name: 'linkHash', ...key(64) },
        { name: 'expiresAt', ...time() },
        { name: 'usedAt', ...time(), isNullable: true },
      ],
      indices: [new TableIndex({ name: 'install_state_age', columnNames: ['expiresAt'] })],
    }),
  );
}
