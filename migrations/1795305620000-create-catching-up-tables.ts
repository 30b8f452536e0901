import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { migrationColumns } from '../src/storage/columns.ts';

/** Until when platforms were heard, the outages between, and what was read of the histories afterwards. */
export class CreateCatchingUpTables1795305620000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { id, whole, key, time, flag, longProse, json } = migrationColumns(runner);
    await runner.createTable(
      new Table({
        name: 'hearing',
        columns: [
          { name: 'platform', ...key(20), isPrimary: true },
          { name: 'heardUntil', ...whole() },
        ],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'outage',
        columns: [
          { name: 'id', ...id() },
          { name: 'platform', ...key(20) },
          { name: 'since', ...time() },
          { name: 'until', ...time() },
          { name: 'caughtUpAt', ...time(), isNullable: true },
        ],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'sweep',
        columns: [
          { name: 'id', ...id() },
          { name: 'outageId', ...whole() },
          { name: 'channelId', ...whole() },
          { name: 'since', ...time() },
          { name: 'state', ...key(10) },
          { name: 'next', ...longProse(), isNullable: true },
          { name: 'slotAt', ...whole(), isNullable: true },
          { name: 'isCut', ...flag() },
          { name: 'failure', ...key(20), isNullable: true },
          { name: 'taken', ...whole() },
          { name: 'untaken', ...whole() },
        ],
        indices: [
          new TableIndex({ name: 'sweep_outage', columnNames: ['outageId', 'state'] }),
          new TableIndex({ name: 'sweep_state', columnNames: ['state'] }),
        ],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'swept_event',
        columns: [
          { name: 'id', ...id() },
          { name: 'outageId', ...whole() },
          { name: 'sweepId', ...whole() },
          { name: 'eventKey', ...key(190) },
          { name: 'messageId', ...key(190) },
          { name: 'position', ...whole() },
          { name: 'event', ...json() },
          { name: 'tries', ...whole() },
        ],
        indices: [
          new TableIndex({ name: 'swept_event_key', columnNames: ['sweepId', 'eventKey'], isUnique: true }),
          new TableIndex({ name: 'swept_event_order', columnNames: ['outageId', 'position', 'id'] }),
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['swept_event', 'sweep', 'outage', 'hearing']) await runner.dropTable(table);
  }
}
