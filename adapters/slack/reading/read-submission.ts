import { z } from 'zod';
import type { FormValues } from '../../../src/chat/form.ts';
import type { FormSubmitted } from '../../../src/chat/inbound-event.ts';
import { soundText } from '../../../src/chat/rich-text/sound-text.ts';
import { keyOf } from './key-of.ts';
import { surprising, type Reading } from '../../../src/chat/reading.ts';
import { errorsAt, insteadOfForm, TRY_AGAIN } from '../rendering/slack-answers.ts';
import { SLACK } from '../slack-config.ts';

const id = z.string().min(1);

const value = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
});

/** docs.slack.dev/reference/interaction-payloads/view-interactions-payload#view_submission */
const submissionSchema = z.object({
  team: z.object({ id }).nullish(),
  user: z.object({ id, team_id: id.nullish() }),
  view: z.object({
    id,
    callback_id: id,
    private_metadata: z.string().catch(''),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), value)) }),
  }),
});

/** What a person filled in. @param at when it came */
export function readSubmission(body: unknown, at: Date): Reading<FormSubmitted> {
  const { team, user, view } = submissionSchema.safeParse(body).data ?? {};
  const workspaceId = team?.id ?? user?.team_id;
  if (!user || !view || !workspaceId) return surprising('malformed view_submission');
  return {
    kind: 'form-submitted',
    key: keyOf(SLACK, 'form', view.id),
    platform: SLACK,
    workspaceId,
    userId: user.id,
    formId: view.id,
    action: view.callback_id,
    context: view.private_metadata,
    values: valuesOf(view.state.values),
    at,
  };
}

/** Each block has one input, and both bear its name. */
const valuesOf = (blocks: z.infer<typeof submissionSchema>['view']['state']['values']): FormValues =>
  Object.fromEntries(
    Object.entries(blocks).map(([name, inputs]) => {
      const given = inputs[name];
      return [name, soundText(given?.selected_option?.value ?? given?.value ?? '')];
    }),
  );

const viewWithInput = z.object({
  view: z.object({ blocks: z.array(z.object({ type: z.string(), block_id: z.string().optional() })) }),
});

/** An empty answer would close the form, and what was written in it would be lost. */
export function tryFormAgain(body: unknown): object {
  const blocks = viewWithInput.safeParse(body).data?.view.blocks ?? [];
  const first = blocks.find(({ type, block_id }) => type === 'input' && block_id)?.block_id;
  return first === undefined ? insteadOfForm(TRY_AGAIN) : errorsAt({ [first]: TRY_AGAIN });
}
