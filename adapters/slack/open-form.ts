import { z } from 'zod';
import type { Form } from '../../src/chat/form.ts';
import { renderForm } from './render-form.ts';
import type { SlackCall } from './slack-calls.ts';
import { isAbsent } from './slack-errors.ts';

/**
 * Shows a form to whoever has just done something: the one call that is made at once and not kept. What they did gives us
 * three seconds for it, and one form (docs.slack.dev/interactivity/handling-user-interaction#modal_responses).
 * @param workspaceId in which they did it
 * @throws PlatformError
 */
export type OpenForm = (workspaceId: string, trigger: unknown, form: Form) => Promise<void>;

export const createOpenForm =
  (callIn: (workspaceId: string) => SlackCall): OpenForm =>
  async (workspaceId, trigger, form) => {
    const call = callIn(workspaceId);
    try {
      await call('views.open', { trigger_id: trigger, view: renderForm(form) }, z.object({}));
    } catch (error) {
      // What they did came twice, and the first brought the form.
      if (!isAbsent(error, 'exchanged_trigger_id', 'trigger_exchanged')) throw error;
    }
  };
