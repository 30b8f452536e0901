import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { QueueDepth } from './jobs/list-jobs.ts';

export type Metrics = ReturnType<typeof createMetrics>;

const ANSWER_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const DELIVERY_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600];

/** Everything that /metrics tells. Each instance has a registry of its own, so that two apps can live in one process. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const queue = createQueueGauges(registry);

  return {
    eventsReceived: new Counter({
      name: 'switchboard_events_received_total',
      help: 'Events that a platform sent, repeats included.',
      labelNames: ['platform'],
      registers,
    }),
    eventsDuplicate: new Counter({
      name: 'switchboard_events_duplicate_total',
      help: 'Events that had been taken before and changed nothing.',
      labelNames: ['platform'],
      registers,
    }),
    eventSeconds: new Histogram({
      name: 'switchboard_event_seconds',
      help: 'From the arrival of an event to its answer.',
      labelNames: ['platform'],
      buckets: ANSWER_SECONDS,
      registers,
    }),
    /** `outcome` is `delivered`, `ambiguous` or `dead`. */
    deliveries: new Counter({
      name: 'switchboard_deliveries_total',
      help: 'Posts to a platform by their outcome.',
      labelNames: ['platform', 'outcome'],
      registers,
    }),
    deliverySeconds: new Histogram({
      name: 'switchboard_delivery_seconds',
      help: 'From queued to delivered.',
      labelNames: ['platform'],
      buckets: DELIVERY_SECONDS,
      registers,
    }),
    httpSeconds: new Histogram({
      name: 'switchboard_http_request_seconds',
      help: 'From the arrival of an HTTP request to its answer.',
      labelNames: ['method', 'route', 'status'],
      buckets: ANSWER_SECONDS,
      registers,
    }),
    contentType: registry.contentType,
    observeQueue: queue.observe,
    /** The text for Prometheus. Never rejects because of the queue: a database that is down must not hide the rest. */
    async text(): Promise<string> {
      await queue.refresh();
      return registry.metrics();
    },
  };
}

function createQueueGauges(registry: Registry) {
  const registers = [registry];
  let read: (() => Promise<QueueDepth>) | undefined;
  const jobs = new Gauge({
    name: 'switchboard_jobs',
    help: 'Jobs by state; NaN when the database could not be asked.',
    labelNames: ['state'],
    registers,
  });
  const oldestLane = new Gauge({
    name: 'switchboard_oldest_lane_seconds',
    help: 'For how long the most belated lane has been due; NaN when the database could not be asked.',
    registers,
  });

  return {
    /** `reader` is called once for each scrape. */
    observe: (reader: () => Promise<QueueDepth>): void => {
      read = reader;
    },
    async refresh(): Promise<void> {
      if (!read) return;
      const state = await read().catch(() => ({ ready: NaN, dead: NaN, oldestLaneSeconds: NaN }));
      jobs.set({ state: 'ready' }, state.ready);
      jobs.set({ state: 'dead' }, state.dead);
      oldestLane.set(state.oldestLaneSeconds);
    },
  };
}
