import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';

/** `message_person` serves for whatever this index served for. */
export class DropMessageAuthor1795305619200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('message', 'message_author');
  }

  async down(runner: QueryRunner): Promise<void> {
    const columnNames = ['platform', 'channelId', 'authorId', 'saidAt'];
    await runner.createIndex('message', new TableIndex({ name: 'message_author', columnNames }));
  }
}
