import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { migrationColumns } from '../src/storage/columns.ts';

/** Who takes part in a ticket's conversation just now. */
export class CreateLiveChatTables1795305611000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { key, prose, time, whole } = migrationColumns(runner);
    const person = [
      { name: 'ticketId', ...whole() },
      { name: 'userId', ...key(190) },
      { name: 'userType', ...key(10) },
      { name: 'name', ...prose(200) },
    ];
    await runner.createTable(
      new Table({
        name: 'live_seat',
        columns: [{ name: 'seatId', ...key(64), isPrimary: true }, ...person, { name: 'keptAt', ...time() }],
        indices: [
          new TableIndex({ name: 'live_seat_ticket', columnNames: ['ticketId'] }),
          new TableIndex({ name: 'live_seat_age', columnNames: ['keptAt'] }),
        ],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'typing',
        columns: [{ name: 'id', ...key(220), isPrimary: true }, ...person, { name: 'until', ...time() }],
        indices: [
          new TableIndex({ name: 'typing_ticket', columnNames: ['ticketId'] }),
          new TableIndex({ name: 'typing_age', columnNames: ['until'] }),
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['typing', 'live_seat']) await runner.dropTable(table);
  }
}
