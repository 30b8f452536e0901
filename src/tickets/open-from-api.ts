import { positionOf } from '../chat/inbound-event.ts';
import { plain } from '../chat/rich-text.ts';
import { soundText } from '../chat/rich-text/sound-text.ts';
import type { Caller } from '../directory/access.ts';
import { MerchantSchema } from '../directory/merchant.schema.ts';
import type { Scope } from '../directory/scope.ts';
import { invalid } from '../errors.ts';
import type { Reader, Unit } from '../storage/unit.ts';
import { actorFor } from './audit.ts';
import { lockOwnTicket } from './find-ticket.ts';
import { once } from './idempotency.ts';
import { openTicket } from './open-ticket.ts';
import type { TicketDeps } from './ticket-events.ts';
import type { Ticket, TicketCategory, TicketPriority } from './ticket.ts';

export interface WantedTicket {
  readonly subject: string;
  readonly description: string;
  readonly category?: TicketCategory | undefined;
  readonly priority?: TicketPriority | undefined;
  readonly merchantId: number;
  readonly contractId?: string | null | undefined;
}

/**
 * Opens a ticket for whoever asks through /api.
 * @param key tells repeats of the request: they get the ticket that the first one opened
 */
export async function openFromApi(
  deps: TicketDeps,
  unit: Unit,
  wanted: WantedTicket,
  caller: Caller,
  key: string | undefined,
): Promise<{ readonly ticket: Ticket; readonly repeated: boolean }> {
  const make = () => open(deps, unit, wanted, caller);
  if (key === undefined) return { ticket: await lockOwnTicket(unit, caller.scope, await make()), repeated: false };
  const repeatable = { requestKey: `${caller.keyId}:${key}`, request: wanted };
  const { ticketId, repeated } = await once(deps.clock, unit, repeatable, make);
  return { ticket: await lockOwnTicket(unit, caller.scope, ticketId), repeated };
}

async function open(
  deps: TicketDeps,
  unit: Unit,
  { category, priority, contractId, ...wanted }: WantedTicket,
  caller: Caller,
): Promise<number> {
  await checkMerchant(unit, caller.scope, wanted.merchantId);
  const now = deps.clock.now();
  const given = { ...(category && { category }), ...(priority && { priority }), contractId: contractId ?? null };
  const first = {
    speaker: { agentId: null, account: null },
    origin: null,
    side: 'merchant',
    visibility: 'public',
    text: plain(soundText(wanted.description)),
    saidAt: now,
    position: positionOf(now),
    reopens: false,
  } as const;
  const opening = { askedIn: null, by: actorFor(caller) };
  const ticket = await openTicket(deps, unit, { ...wanted, ...given, source: 'api' }, first, opening);
  return ticket.id;
}

/** To a merchant all others are the same, whether they are there or not. */
async function checkMerchant(reader: Reader, scope: Scope, id: number): Promise<void> {
  if (await reader.findOne(MerchantSchema, { where: scope.own({ id }, 'id') })) return;
  const whatToDo = scope.merchantId === null ? 'create the merchant first' : 'leave it out, the key says whose it is';
  throw invalid(`merchantId ${id} is not known: ${whatToDo}.`);
}
