import type { PersonRef } from '../../chat/address.ts';
import type { Form } from '../../chat/form.ts';
import type { Unit } from '../../storage/unit.ts';
import { changeMine } from '../commands/availability.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { refuse } from '../../errors.ts';
import { findAskingPlaces } from '../forms/asking-place.ts';
import { composeTicketForm, composeWhereForm } from '../forms/ticket-form.ts';
import type { HomeAction } from './home-action-id.ts';

/**
 * What a click in a home does.
 * @returns a form to fill in; null when the home says all
 * @throws AppError that tells the person why not
 */
export async function actAtHome(
  deps: DeskDeps,
  unit: Unit,
  person: PersonRef,
  action: HomeAction,
): Promise<Form | null> {
  if (action === 'open-ticket') return openForm(unit, person);
  await changeMine(deps, unit, person, action === 'back');
  return null;
}

/** Whoever has several places to ask in says in the form which is meant. */
async function openForm(unit: Unit, person: PersonRef): Promise<Form> {
  const places = await findAskingPlaces(unit, person);
  const [only, another] = places;
  if (!only) throw refuse('There is no channel of yours to ask in any more. Ask an admin for one.');
  return another ? composeWhereForm(unit, places) : composeTicketForm(unit, only, {}, '');
}
