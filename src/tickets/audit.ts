import type { Clock } from '../clock.ts';
import { columns } from '../storage/columns.ts';
import { table } from '../storage/table.ts';
import type { Unit } from '../storage/unit.ts';

/** Who did something, and where they did it. */
export interface Actor {
  readonly kind: 'agent' | 'person' | 'key' | 'switchboard';
  /** The agent's id, the account's id on its platform, or the key's name. */
  readonly id: string;
  /** A platform's name, `api`, or `switchboard` itself. */
  readonly source: string;
}

export const SWITCHBOARD: Actor = { kind: 'switchboard', id: 'switchboard', source: 'switchboard' };

/** One line of a ticket's audit trail: who, where, what, when. */
export interface AuditEntry {
  readonly id: number;
  readonly ticketId: number;
  readonly actorKind: Actor['kind'];
  readonly actorId: string;
  readonly source: string;
  /** `opened`, `changed`, `message`; of the search for an agent: `offered`, `passed`, `expired`, `withdrawn`, `queued`. */
  readonly action: string;
  /** What changed, each with its value before and after, or what was decided and why. */
  readonly details: Readonly<Record<string, unknown>>;
  readonly at: Date;
}

export const AuditSchema = table<AuditEntry>({
  name: 'audit',
  columns: {
    id: columns.id(),
    ticketId: columns.whole(),
    actorKind: columns.key(20),
    actorId: columns.key(190),
    source: columns.key(20),
    action: columns.key(20),
    details: columns.json(),
    at: columns.time(),
  },
  indices: [{ name: 'audit_ticket', columns: ['ticketId', 'id'] }],
});

export async function writeAudit(
  clock: Clock,
  unit: Unit,
  ticketId: number,
  actor: Actor,
  action: string,
  details: AuditEntry['details'],
): Promise<void> {
  const by = { actorKind: actor.kind, actorId: actor.id, source: actor.source };
  await unit.insert(AuditSchema, { ticketId, ...by, action, details, at: clock.now() });
}
