import { z } from 'zod';
import type { FormSubmitted } from '../../../src/chat/inbound-event.ts';
import { surprising, type Reading } from '../../../src/chat/reading.ts';
import type { TeamsActivity } from '../activity.ts';
import type { Forms, SentForm } from '../forms/forms.ts';
import { tenantOf } from '../place.ts';
import { TEAMS } from '../teams-config.ts';
import { keyOf } from './key-of.ts';

const submission = z.object({ data: z.unknown() });

/** The form that somebody sent; undefined for what we did not give out. */
export const sentForm = ({ value }: TeamsActivity, forms: Forms): SentForm | undefined =>
  forms.read(submission.safeParse(value).data?.data);

/** What a person filled in. It comes the same way from a card's dialog and from that of a message's menu. */
export function readSubmission(activity: TeamsActivity, forms: Forms): Reading<FormSubmitted> {
  const sent = sentForm(activity, forms);
  if (!sent) return surprising('form that is none of ours');
  const { formId, form, values } = sent;
  return {
    kind: 'form-submitted',
    key: keyOf('form', formId),
    platform: TEAMS,
    workspaceId: tenantOf(activity),
    userId: activity.from.id,
    formId,
    action: form.action,
    context: form.context,
    values,
    at: activity.timestamp,
  };
}
