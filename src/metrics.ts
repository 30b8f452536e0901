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
  const waiting = createWaitingGauges(registry);
  const lost = createLostGauge(registry);
  const refused = createRefusedGauge(registry);
  const hearing = createHearingGauges(registry);

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
    eventsUnknown: new Counter({
      name: 'switchboard_events_unknown_total',
      help: 'Events of a type that this version does not know, and left alone.',
      labelNames: ['platform', 'type'],
      registers,
    }),
    caughtUp: new Counter({
      name: 'switchboard_caught_up_messages_total',
      help: 'Messages that were read from a history after an outage and came to a ticket.',
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
    /**
     * `outcome` is `delivered`, `ambiguous` (the answer was lost), `repeated` (sent again where nobody can look whether it
     * stands there; it is counted by how that ends, too) or `dead`.
     */
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
    observeWaiting: waiting.observe,
    observeLost: lost.observe,
    observeRefused: refused.observe,
    observeHearing: hearing.observe,
    /** The text for Prometheus. Never rejects because of a database that is down: that must not hide the rest. */
    async text(): Promise<string> {
      await Promise.all([queue, waiting, lost, refused, hearing].map(({ refresh }) => refresh()));
      return registry.metrics();
    },
  };
}

/** Gauges that are read from the database for each scrape. */
interface Observed<State> {
  /** `reader` is called once for each scrape. */
  readonly observe: (reader: () => Promise<State>) => void;
  readonly refresh: () => Promise<void>;
}

function observed<State>(unknown: State, show: (state: State) => void): Observed<State> {
  let read: (() => Promise<State>) | undefined;
  return {
    observe: (reader) => void (read = reader),
    async refresh() {
      if (read) show(await read().catch(() => unknown));
    },
  };
}

function createQueueGauges(registry: Registry): Observed<QueueDepth> {
  const registers = [registry];
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
  return observed<QueueDepth>({ ready: NaN, dead: NaN, oldestLaneSeconds: NaN }, (state) => {
    jobs.set({ state: 'ready' }, state.ready);
    jobs.set({ state: 'dead' }, state.dead);
    oldestLane.set(state.oldestLaneSeconds);
  });
}

/** Tickets that no agent has yet, over all replicas. */
interface Waiting {
  /** An agent is asked, or about to be. */
  readonly asking: number;
  /** Everybody was asked, or nobody could be. */
  readonly queued: number;
  /** For how long the first of those has stood in the queue. */
  readonly oldestSeconds: number;
}

function createWaitingGauges(registry: Registry): Observed<Waiting> {
  const registers = [registry];
  const tickets = new Gauge({
    name: 'switchboard_waiting_tickets',
    help: 'Tickets without an agent: being offered, or queued with nobody left; NaN when the database could not be asked.',
    labelNames: ['state'],
    registers,
  });
  const oldest = new Gauge({
    name: 'switchboard_oldest_queued_ticket_seconds',
    help: 'For how long the ticket that has queued longest has done so; NaN when the database could not be asked.',
    registers,
  });
  return observed<Waiting>({ asking: NaN, queued: NaN, oldestSeconds: NaN }, (state) => {
    tickets.set({ state: 'asking' }, state.asking);
    tickets.set({ state: 'queued' }, state.queued);
    oldest.set(state.oldestSeconds);
  });
}

/** Channels that we cannot post into any more, by their role. */
type Lost = Readonly<Record<string, number>>;

function createLostGauge(registry: Registry): Observed<Lost> {
  const channels = new Gauge({
    name: 'switchboard_lost_channels',
    help: 'Channels that are gone or from which we were removed, by role; NaN when the database could not be asked.',
    labelNames: ['role'],
    registers: [registry],
  });
  return observed<Lost>({ merchant: NaN, desk: NaN, digest: NaN }, (state) => {
    for (const [role, count] of Object.entries(state)) channels.set({ role }, count);
  });
}

/** By platform. */
type Refused = Readonly<Record<string, boolean | null>>;

function createRefusedGauge(registry: Registry): Observed<Refused> {
  const platforms = new Gauge({
    name: 'switchboard_token_refused',
    help: 'Whether the platform refuses our token of home, so that nothing can be posted there; NaN when it does not tell.',
    labelNames: ['platform'],
    registers: [registry],
  });
  return observed<Refused>({}, (state) => {
    for (const [platform, isRefused] of Object.entries(state)) {
      platforms.set({ platform }, isRefused === null ? NaN : Number(isRefused));
    }
  });
}

/** How well we hear, over all replicas. */
interface HearingState {
  /** By platform: for how long it is not certain that what happens there reaches us, in seconds. */
  readonly silentSeconds: Readonly<Record<string, number>>;
  /** Channels whose history is still to be read after an outage. */
  readonly unreadChannels: number;
}

function createHearingGauges(registry: Registry): Observed<HearingState> {
  const registers = [registry];
  const silent = new Gauge({
    name: 'switchboard_silent_seconds',
    help: 'For how long it is not certain that what happens on a platform reaches us; some seconds are usual.',
    labelNames: ['platform'],
    registers,
  });
  const unread = new Gauge({
    name: 'switchboard_unread_channels',
    help: 'Channels whose history is still to be read after an outage; NaN when the database could not be asked.',
    registers,
  });
  return observed<HearingState>({ silentSeconds: {}, unreadChannels: NaN }, (state) => {
    for (const [platform, seconds] of Object.entries(state.silentSeconds)) silent.set({ platform }, seconds);
    unread.set(state.unreadChannels);
  });
}
