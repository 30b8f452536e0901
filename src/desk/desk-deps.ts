import type { AssignmentDeps } from '../assignment/assignment-deps.ts';
import type { ChatPlatform } from '../chat/chat-platform.ts';
import type { Clock } from '../clock.ts';
import type { Composers } from '../delivery/compose.ts';
import type { Outbox } from '../delivery/outbox.ts';
import type { People } from '../directory/people.ts';
import type { JobQueue } from '../jobs/worker.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Storage } from '../storage/storage.ts';
import type { FileLinks } from '../tickets/files/file-links.ts';
import type { TicketDeps } from '../tickets/ticket-events.ts';
import type { Homes } from './home/homes.ts';

export interface TicketSettings {
  /** More by the same author within this many ms joins their ticket. */
  readonly groupingMs: number;
  /** A reply on a ticket that was closed longer ago than this, in ms, opens a new one. */
  readonly reopenMs: number;
}

/** What the desk's use cases are given. */
export interface DeskDeps {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly jobs: JobQueue;
  readonly outbox: Outbox;
  readonly tickets: TicketDeps;
  readonly assignment: AssignmentDeps;
  readonly composers: Composers;
  readonly people: People;
  readonly homes: Homes;
  readonly fileLinks: FileLinks;
  readonly settings: TicketSettings;
  /** Where browsers reach us, without a slash at the end. */
  readonly publicUrl: string;
  readonly platforms: ReadonlyMap<string, ChatPlatform>;
}
