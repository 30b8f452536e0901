import { columns } from '../storage/columns.ts';
import { table } from '../storage/table.ts';
import type { Job } from './job.ts';

export const JobSchema = table<Job>({
  name: 'job',
  columns: {
    id: columns.id(),
    lane: columns.key(190),
    kind: columns.key(60),
    payload: columns.json(),
    uniqueKey: columns.key(190, { nullable: true }),
    state: columns.key(10),
    inLane: columns.flag(),
    holdsLane: columns.flag(),
    position: columns.whole(),
    runAt: columns.whole(),
    giveUpAt: columns.whole(),
    attempts: columns.whole(),
    lastError: columns.prose(500, { nullable: true }),
    createdAt: columns.whole(),
    finishedAt: columns.whole({ nullable: true }),
  },
  indices: [
    { name: 'job_lane', columns: ['lane', 'inLane', 'position', 'id'] },
    { name: 'job_unique_key', columns: ['uniqueKey'], unique: true },
    { name: 'job_state', columns: ['state', 'finishedAt'] },
  ],
});
