import type { Address } from '../../chat/address.ts';
import type { LivePerson } from '../../chat/live-chat.ts';
import { addressOf } from '../../delivery/conversation.ts';
import { messageOf } from '../../errors.ts';
import { findSide } from '../../relay/find-sides.ts';
import type { SideRole } from '../../relay/side.schema.ts';
import type { Unit } from '../../storage/unit.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { markTyping } from '../live-chat/presence.ts';

export interface Typing {
  readonly ticketId: number;
  readonly who: LivePerson;
  readonly isTyping: boolean;
  /** The sides on which it should be seen. */
  readonly to: readonly SideRole[];
}

/** Lets those who follow a ticket see that somebody is writing, where their platform can show it. Nothing waits for it. */
export async function passTyping(deps: DeskDeps, { ticketId, who, isTyping, to }: Typing): Promise<void> {
  const places = await deps.storage.unit(async (unit) => {
    await markTyping(unit, ticketId, who, isTyping);
    return findPlaces(unit, ticketId, to);
  });
  await Promise.all(places.map((place) => show(deps, place, who, isTyping)));
}

async function findPlaces(unit: Unit, ticketId: number, to: readonly SideRole[]): Promise<Address[]> {
  const sides = await Promise.all(to.map((role) => findSide(unit, ticketId, role)));
  const places = sides.map((side) => (side?.threadId == null ? null : addressOf(side)));
  return places.filter((place) => place !== null);
}

async function show({ platforms, log }: DeskDeps, place: Address, who: LivePerson, isTyping: boolean): Promise<void> {
  try {
    await platforms.get(place.platform)?.typing?.(place, who, isTyping);
  } catch (error) {
    log.debug({ err: messageOf(error) }, 'could not show that somebody is writing');
  }
}
