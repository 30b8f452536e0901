import { z } from 'zod';
import type { Address } from '../../chat/address.ts';
import type { FormErrors } from '../../chat/form.ts';
import { NOTHING, positionOf, type Answer, type FormSubmitted } from '../../chat/inbound-event.ts';
import { plain } from '../../chat/rich-text.ts';
import { ChannelSchema } from '../../directory/channel.schema.ts';
import { addressOfChannel, type Channel } from '../../directory/channel.ts';
import { invalid } from '../../errors.ts';
import type { Unit } from '../../storage/unit.ts';
import { findMessageAt } from '../../tickets/find-ticket.ts';
import { formOrigin } from '../../tickets/form-origin.ts';
import { openTicket } from '../../tickets/open-ticket.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { recordEvent } from '../seen-event.schema.ts';
import { findAskingPlace, findAskingPlaces, isPartAlready, type AskingPlace } from './asking-place.ts';
import { readTicketForm, readWhere, type FilledTicket, type TicketContext } from './ticket-form.ts';

const contextSchema = z.object({
  channelId: z.string().optional(),
  messageId: z.string().optional(),
  threadId: z.string().optional(),
});

/** Opens the ticket that a person asked for with a form: one for each form, however often it comes. */
export async function openFromForm(deps: DeskDeps, unit: Unit, event: FormSubmitted, about: unknown): Promise<Answer> {
  const context = contextSchema.safeParse(about).data;
  if (!context) throw invalid('This form cannot be read any more. Please open it again.');
  const place = await findPlace(unit, event, context);
  if ('errors' in place) return { kind: 'form-errors', errors: place.errors };
  const filled = await readTicketForm(unit, place, event.values);
  if ('errors' in filled) return { kind: 'form-errors', errors: filled.errors };
  if (await recordEvent(unit, event.key, deps.clock.now())) {
    await open(deps, unit, event, filled, await findThreadFor(unit, place.channel, context));
  }
  return NOTHING;
}

/** A person may have lost the places that the form offered them. */
async function findPlace(
  unit: Unit,
  { platform, workspaceId, userId, values }: FormSubmitted,
  { channelId }: TicketContext,
): Promise<AskingPlace | { readonly errors: FormErrors }> {
  if (channelId !== undefined) return findAskingPlace(unit, { platform, userId, channelId });
  return readWhere(unit, await findAskingPlaces(unit, { platform, workspaceId, userId }), values['merchant']);
}

/** What somebody writes in a merchant's channel belongs there; at the desk, wherever the merchant is written to first. */
async function findThreadFor(
  unit: Unit,
  channel: Channel,
  { messageId, threadId }: Partial<TicketContext>,
): Promise<Address | null> {
  if (channel.role !== 'merchant') return null;
  const thread = threadId ?? messageId;
  if (messageId === undefined || thread === undefined) return addressOfChannel(channel);
  // Held as when somebody speaks there: meanwhile the message may have become a ticket by itself.
  await unit.lock(ChannelSchema, { id: channel.id });
  const known = await findMessageAt(unit, channel.platform, channel.channelId, messageId);
  if (known) throw isPartAlready(known);
  return { ...addressOfChannel(channel), threadId: thread };
}

async function open(
  { tickets, clock }: DeskDeps,
  unit: Unit,
  { platform, workspaceId, userId, formId }: FormSubmitted,
  filled: FilledTicket,
  askedIn: Address | null,
): Promise<void> {
  const now = clock.now();
  const first = {
    speaker: { agentId: null, account: { platform, workspaceId, userId } },
    origin: formOrigin(platform, formId),
    side: 'merchant',
    visibility: 'public',
    text: plain(filled.description),
    saidAt: now,
    position: positionOf(now),
    reopens: false,
  } as const;
  await openTicket(tickets, unit, { ...filled, source: platform }, first, { askedIn });
}
