import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';

/** What a person said is looked for in one channel, and in all of them: the channel comes behind the person. */
export class IndexMessagePerson1795305619100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const columnNames = ['platform', 'authorId', 'channelId', 'saidAt'];
    await runner.createIndex('message', new TableIndex({ name: 'message_person', columnNames }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('message', 'message_person');
  }
}
