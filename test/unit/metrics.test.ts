import { expect, test } from '@jest/globals';
import { createMetrics } from '../../src/metrics.ts';

test('what was counted is told, with the process beside it', async () => {
  const metrics = createMetrics();
  metrics.eventsReceived.inc({ platform: 'slack' });
  metrics.deliveries.inc({ platform: 'slack', outcome: 'ambiguous' }, 2);
  const text = await metrics.text();
  expect(text).toContain('switchboard_events_received_total{platform="slack"} 1');
  expect(text).toContain('switchboard_deliveries_total{platform="slack",outcome="ambiguous"} 2');
  expect(text).toContain('process_cpu_seconds_total');
});

test('two apps in one process count apart', async () => {
  const [one, other] = [createMetrics(), createMetrics()];
  one.eventsReceived.inc({ platform: 'slack' });
  expect(await other.text()).not.toContain('switchboard_events_received_total{platform="slack"}');
});

test('the queue is read once for each scrape', async () => {
  const metrics = createMetrics();
  let reads = 0;
  metrics.observeQueue(() => Promise.resolve({ ready: ++reads, dead: 3, oldestLaneSeconds: 1.5 }));
  await metrics.text();
  const text = await metrics.text();
  expect(text).toContain('switchboard_jobs{state="ready"} 2');
  expect(text).toContain('switchboard_jobs{state="dead"} 3');
  expect(text).toContain('switchboard_oldest_lane_seconds 1.5');
});

test('so is what waits for an agent, by what it waits for', async () => {
  const metrics = createMetrics();
  let reads = 0;
  metrics.observeWaiting(() => Promise.resolve({ asking: ++reads, queued: 4, oldestSeconds: 90.5 }));
  await metrics.text();
  const text = await metrics.text();
  expect(text).toContain('switchboard_waiting_tickets{state="asking"} 2');
  expect(text).toContain('switchboard_waiting_tickets{state="queued"} 4');
  expect(text).toContain('switchboard_oldest_queued_ticket_seconds 90.5');
});

test('whether a platform refuses our token, where it tells', async () => {
  const metrics = createMetrics();
  metrics.observeRefused(() => Promise.resolve({ slack: true, web: false, teams: null }));
  const text = await metrics.text();
  expect(text).toContain('switchboard_token_refused{platform="slack"} 1');
  expect(text).toContain('switchboard_token_refused{platform="web"} 0');
  expect(text).toContain('switchboard_token_refused{platform="teams"} Nan');
});

test('what cannot be read hides nothing else and claims nothing', async () => {
  const metrics = createMetrics();
  metrics.eventsReceived.inc({ platform: 'slack' });
  metrics.observeQueue(() => Promise.reject(new Error('database is down')));
  metrics.observeWaiting(() => Promise.reject(new Error('database is down')));
  const text = await metrics.text();
  expect(text).toContain('switchboard_events_received_total{platform="slack"} 1');
  expect(text).toContain('switchboard_jobs{state="ready"} Nan');
  for (const state of ['asking', 'queued']) expect(text).toContain(`switchboard_waiting_tickets{state="${state}"} Nan`);
  expect(text).toContain('switchboard_oldest_queued_ticket_seconds Nan');
});
