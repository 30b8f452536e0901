import { z } from 'zod';
import type { Form } from '../../../src/chat/form.ts';
import { renderForm } from '../rendering/render-form.ts';
import { notice } from '../rendering/slack-answers.ts';
import type { SlackCall } from './slack-calls.ts';
import { isAbsent } from './slack-errors.ts';

/**
 * Shows a form, or words alone, to whoever has just done something: the one call that is made at once and not kept. What
 * they did gives us three seconds for it, and one form (docs.slack.dev/interactivity/handling-user-interaction#modal_responses).
 * @param workspaceId in which they did it
 * @throws PlatformError
 */
export type OpenForm = (workspaceId: string, trigger: unknown, shown: Form | string) => Promise<void>;

export const createOpenForm =
  (callIn: (workspaceId: string) => SlackCall): OpenForm =>
  async (workspaceId, trigger, shown) => {
    const call = callIn(workspaceId);
    const view = typeof shown === 'string' ? notice(shown) : renderForm(shown);
    try {
      await call('views.open', { trigger_id: trigger, view }, z.object({}));
    } catch (error) {
      // What they did came twice, and the first brought the form.
      if (!isAbsent(error, 'exchanged_trigger_id', 'trigger_exchanged')) throw error;
    }
  };
