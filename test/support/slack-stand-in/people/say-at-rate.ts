import { setTimeout as sleep } from 'node:timers/promises';
import type { RateRequest, RateResult } from '../protocol.ts';
import { now } from '../time.ts';
import type { People } from './people.ts';

/** People saying things at an even rate, whether or not the app keeps up; resolves when every event was answered once. */
export async function sayAtRate(people: People, request: RateRequest, runId: number): Promise<RateResult[]> {
  const start = now();
  const results: Promise<RateResult>[] = [];
  for (let index = 0; index < request.count; index += 1) {
    const wait = start + (index * 1000) / request.perSecond - now();
    if (wait > 0) await sleep(wait);
    results.push(sayOne(people, request, runId, index));
  }
  return Promise.all(results);
}

async function sayOne(people: People, request: RateRequest, runId: number, index: number): Promise<RateResult> {
  const marker = `[run ${runId} no ${String(index).padStart(6, '0')}]`;
  const said = people.say({
    channel: request.channels[index % request.channels.length]!,
    user: request.users[index % request.users.length]!,
    text: `${request.text ?? 'The payout is wrong'} ${marker}`,
  });
  const { sentAt, answeredAt, status } = await said.first;
  return { eventId: said.eventId, channel: said.channel, ts: said.ts, marker, sentAt, answeredAt, status };
}
