import { columns } from '../../storage/columns.ts';
import { table } from '../../storage/table.ts';
import type { Offer } from './offer.ts';

export const OfferSchema = table<Offer>({
  name: 'offer',
  columns: {
    id: columns.id(),
    ticketId: columns.whole(),
    agentId: columns.whole(),
    round: columns.whole(),
    state: columns.key(10),
    offeredAt: columns.time(),
    expiresAt: columns.time({ nullable: true }),
    settledAt: columns.time({ nullable: true }),
  },
  indices: [
    { name: 'offer_round', columns: ['ticketId', 'round', 'agentId'], unique: true },
    { name: 'offer_state', columns: ['state', 'agentId'] },
  ],
});
