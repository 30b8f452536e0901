import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { migrationColumns } from '../src/storage/columns.ts';

export class CreateJobTables1795305600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { id, whole, flag, key, prose, json } = migrationColumns(runner);
    await runner.createTable(
      new Table({
        name: 'lane',
        columns: [
          { name: 'name', ...key(190), isPrimary: true },
          { name: 'wakeAt', ...whole(), isNullable: true },
          { name: 'token', ...whole() },
        ],
        indices: [new TableIndex({ name: 'lane_wake_at', columnNames: ['wakeAt'] })],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'job',
        columns: [
          { name: 'id', ...id() },
          { name: 'lane', ...key(190) },
          { name: 'kind', ...key(60) },
          { name: 'payload', ...json() },
          { name: 'uniqueKey', ...key(190), isNullable: true },
          { name: 'state', ...key(10) },
          { name: 'inLane', ...flag() },
          { name: 'holdsLane', ...flag() },
          { name: 'position', ...whole() },
          { name: 'runAt', ...whole() },
          { name: 'giveUpAt', ...whole() },
          { name: 'attempts', ...whole() },
          { name: 'lastError', ...prose(500), isNullable: true },
          { name: 'createdAt', ...whole() },
          { name: 'finishedAt', ...whole(), isNullable: true },
        ],
        indices: [
          new TableIndex({ name: 'job_lane', columnNames: ['lane', 'inLane', 'position', 'id'] }),
          new TableIndex({ name: 'job_unique_key', columnNames: ['uniqueKey'], isUnique: true }),
          new TableIndex({ name: 'job_state', columnNames: ['state', 'finishedAt'] }),
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('job');
    await runner.dropTable('lane');
  }
}
