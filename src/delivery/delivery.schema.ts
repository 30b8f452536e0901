import { columns } from '../storage/columns.ts';
import { table } from '../storage/table.ts';
import type { Delivery } from './delivery.ts';

export const DeliverySchema = table<Delivery>({
  name: 'delivery',
  columns: {
    id: columns.id(),
    deliveryKey: columns.key(190),
    conversationId: columns.whole(),
    composer: columns.key(40),
    payload: columns.json(),
    state: columns.key(10),
    opensThread: columns.flag(),
    visibleTo: columns.key(190, { nullable: true }),
    position: columns.whole(),
    saidAt: columns.time({ nullable: true }),
    nativeId: columns.key(190, { nullable: true }),
    slotAt: columns.whole({ nullable: true }),
    intentAt: columns.whole({ nullable: true }),
    sentAt: columns.whole({ nullable: true }),
    createdAt: columns.whole(),
    isReported: { ...columns.flag(), default: false },
    failure: columns.key(20, { nullable: true }),
    uploadId: columns.key(190, { nullable: true }),
    uploadedAt: columns.whole({ nullable: true }),
    instead: columns.key(20, { nullable: true }),
    lostAnswers: { ...columns.whole(), default: 0 },
    revision: columns.whole(),
    wantedRevision: columns.whole(),
  },
  indices: [
    { name: 'delivery_key', columns: ['deliveryKey'], unique: true },
    { name: 'delivery_native', columns: ['nativeId'] },
    { name: 'delivery_upload', columns: ['uploadId'] },
    { name: 'delivery_late', columns: ['composer', 'state', 'isReported', 'createdAt'] },
    { name: 'delivery_order', columns: ['conversationId', 'state', 'position'] },
  ],
});
