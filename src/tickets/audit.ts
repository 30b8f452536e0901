import type { Clock } from '../clock.ts';
import type { Caller } from '../directory/access.ts';
import type { RecordDeed } from '../directory/record-deed.ts';
import { columns } from '../storage/columns.ts';
import { table } from '../storage/table.ts';
import type { Unit } from '../storage/unit.ts';

/** Who did something, and where they did it. */
export interface Actor {
  readonly kind: 'agent' | 'person' | 'key' | 'switchboard';
  /** The agent's id, the account's id on its platform, or the key's: `admin`, `key-7`. */
  readonly id: string;
  /** A platform's name, `api`, or `switchboard` itself. */
  readonly source: string;
}

export const SWITCHBOARD: Actor = { kind: 'switchboard', id: 'switchboard', source: 'switchboard' };

export const actorFor = ({ kind, keyId }: Caller): Actor => ({ kind, id: keyId, source: 'api' });

/** One line of the audit trail: who, where, what, when. */
export interface AuditEntry {
  readonly id: number;
  /** Null for what concerns no ticket: keys, members. */
  readonly ticketId: number | null;
  readonly actorKind: Actor['kind'];
  readonly actorId: string;
  readonly source: string;
  /**
   * `opened`, `changed`, `merged`; of its messages `message`, `edited`, `deleted`, `restored`; of the search for an agent:
   * `offered`, `passed`, `expired`, `withdrawn`, `queued`; of those who get in: `key-made`, `key-revoked`,
   * `member-added`, `member-changed`, `link-made`, `sessions-revoked`, `install-link-made`; of what was set up in a chat: `desk-connected`,
   * `merchant-added`, `channel-connected`, `mode-changed`, `agent-added`, `agent-changed`, `agent-away`, `agent-back`,
   * `admin-named`, `admin-removed`.
   */
  readonly action: string;
  /** What changed, each with its value before and after, or what was decided and why. */
  readonly details: Readonly<Record<string, unknown>>;
  readonly at: Date;
}

export const AuditSchema = table<AuditEntry>({
  name: 'audit',
  columns: {
    id: columns.id(),
    ticketId: columns.whole({ nullable: true }),
    actorKind: columns.key(20),
    actorId: columns.key(190),
    source: columns.key(20),
    action: columns.key(20),
    details: columns.json(),
    at: columns.time(),
  },
  indices: [
    { name: 'audit_ticket', columns: ['ticketId', 'id'] },
    { name: 'audit_time', columns: ['at'] },
  ],
});

export async function writeAudit(
  clock: Clock,
  unit: Unit,
  ticketId: number | null,
  actor: Actor,
  action: string,
  details: AuditEntry['details'],
): Promise<void> {
  const by = { actorKind: actor.kind, actorId: actor.id, source: actor.source };
  await unit.insert(AuditSchema, { ticketId, ...by, action, details, at: clock.now() });
}

/** For the room above, whose deeds concern no ticket: they stand in the same trail, so that one list tells everything. */
export const createRecordDeed =
  (clock: Clock): RecordDeed =>
  (unit, { by, action, details }) =>
    writeAudit(clock, unit, null, actorFor(by), action, details);
