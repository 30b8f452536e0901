import type { UnknownEvent } from '../chat/inbound-event.ts';
import type { DeskDeps } from './desk-deps.ts';

/** Counts what nobody here knows, and says so once for each type: a platform may send thousands of them. */
export function createHearUnknown({ log, metrics }: Pick<DeskDeps, 'log' | 'metrics'>): (event: UnknownEvent) => void {
  const told = new Set<string>();
  return ({ platform, type }) => {
    metrics.eventsUnknown.inc({ platform, type });
    if (told.has(`${platform} ${type}`)) return;
    told.add(`${platform} ${type}`);
    log.info({ platform, type }, 'left a kind of event alone that this version does not know');
  };
}
