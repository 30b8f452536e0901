import { z } from 'zod';
import type { Answer, FormSubmitted } from '../../chat/inbound-event.ts';
import type { Unit } from '../../storage/unit.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { tellRefusal, type Told } from '../told.ts';
import { changeDetails, DETAILS_FORM } from './details-form.ts';
import { mergeByForm, MERGE_FORM } from './merge-form.ts';
import { addNote, NOTE_FORM } from './note-form.ts';
import { openFromForm } from './open-from-form.ts';
import { TICKET_FORM } from './ticket-form.ts';

/**
 * What a form does, in the unit of work in which its key is recorded once it is right.
 * @param about the form's context
 * @returns what is wrong, or NOTHING: then the form is closed
 */
export type TakeForm = (deps: DeskDeps, unit: Unit, event: FormSubmitted, about: unknown) => Promise<Answer>;

const FORMS: ReadonlyMap<string, TakeForm> = new Map([
  [TICKET_FORM, openFromForm],
  [DETAILS_FORM, changeDetails],
  [NOTE_FORM, addNote],
  [MERGE_FORM, mergeByForm],
]);

const OUTDATED = 'This form belongs to another version of Switchboard, so nothing was changed. Please open it again.';

const context = z.string().transform((text, check): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    check.addIssue('no JSON');
    return z.NEVER;
  }
});

/** A form that was filled in. Whether the person may do what it says is looked at again: it may have lain open for long. */
export async function takeForm(deps: DeskDeps, event: FormSubmitted): Promise<Told> {
  const take = FORMS.get(event.action);
  const about = context.safeParse(event.context);
  if (!take || !about.success) return { effect: 'taken', answer: { kind: 'say-privately', text: OUTDATED } };
  const answer = await deps.storage.unit((unit) => take(deps, unit, event, about.data)).catch(tellRefusal);
  return { effect: 'taken', answer };
}
