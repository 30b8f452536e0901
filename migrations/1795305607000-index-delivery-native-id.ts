import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';

/** A click comes with the native id of the post that bears the button. */
export class IndexDeliveryNativeId1795305607000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createIndex('delivery', new TableIndex({ name: 'delivery_native', columnNames: ['nativeId'] }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('delivery', 'delivery_native');
  }
}
