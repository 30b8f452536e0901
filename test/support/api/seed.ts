import { enqueueJob } from '../../../src/jobs/enqueue-job.ts';
import { JobSchema } from '../../../src/jobs/job.schema.ts';
import type { ApiWorld } from './api-world.ts';

/** What the document's examples speak of is there: one of each, with the id 1, and a twin of the merchant. */
export interface Seeded {
  readonly merchantId: number;
  /** With the same name, and the same channel id on another platform. */
  readonly twinId: number;
  readonly ticketId: number;
  readonly ticketOfTwin: number;
  readonly agentId: number;
  readonly memberId: number;
  /** A key that nobody needs. */
  readonly keyId: number;
}

type Made<Name extends string> = Readonly<Record<Name, { readonly id: number }>>;

export async function seed(world: ApiWorld): Promise<Seeded> {
  await seedDeadJob(world);
  const merchantId = (await world.make<Made<'merchant'>>('/merchants', { name: 'Acme' })).merchant.id;
  const twinId = (await world.make<Made<'merchant'>>('/merchants', { name: 'Acme' })).merchant.id;
  const place = { workspaceId: 'T0TWIN', channelId: 'C0TWIN', role: 'merchant' };
  await world.make('/channels', { ...place, platform: 'slack', merchantId });
  await world.make('/channels', { ...place, platform: 'teams', merchantId: twinId });
  const agent = { name: 'Grace', email: 'grace@switchboard.example', isAvailable: false };
  const agentId = (await world.make<Made<'agent'>>('/support-agents', agent)).agent.id;
  const member = { name: 'Tom', email: 'tom@acme.example', role: 'merchant', merchantId };
  const memberId = (await world.make<Made<'member'>>('/members', member)).member.id;
  const keyId = (await world.make<Made<'key'>>('/keys', { name: 'Spare', role: 'admin' })).key.id;
  const open = async (ofMerchant: number, description: string) => {
    const wanted = { subject: 'Payout is late', description, merchantId: ofMerchant };
    return (await world.make<Made<'ticket'>>('/support-tickets', wanted)).ticket.id;
  };
  const ticketId = await open(merchantId, 'Words of the first');
  const ticketOfTwin = await open(twinId, 'Words of the second');
  // The first may be merged into this one.
  await open(merchantId, 'More words of the first');
  return { merchantId, twinId, ticketId, ticketOfTwin, agentId, memberId, keyId };
}

async function seedDeadJob({ storage }: ApiWorld): Promise<void> {
  await storage.unit(async (unit) => {
    await enqueueJob(unit, { kind: 'of-no-use', lane: 'of-no-use', payload: {}, delayMs: 3_600_000 });
    await unit.update(JobSchema, { kind: 'of-no-use' }, { state: 'dead', inLane: false, attempts: 1 });
  });
}
